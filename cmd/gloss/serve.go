package main

import "github.com/spf13/cobra"

func serveCommand(t terminal) *cobra.Command { return &cobra.Command{Use: "serve"} }
