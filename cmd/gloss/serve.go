package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"gloss/cmd/gloss/internal/build"
	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/live"
	"gloss/cmd/gloss/internal/source"
)

func serveCommand(t terminal) *cobra.Command {
	var opts build.Options
	var host string
	var port int
	var openBrowser, poll bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Build, show the site in the browser, rebuild on every change",
		Long: `Serve builds the site, shows it at an address of this machine and rebuilds it on
every change to the terms, the layouts and gloss.yaml. Open pages follow by
themselves. On an error the last good site stays, and each problem is shown in
the terminal and over the page until it is mended.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if port < 0 || port > 65535 {
				return misuse{text: fmt.Sprintf("--port: %d is no port; ports go from 1 to 65535", port)}
			}
			opts.Dir = "."
			builder := build.New(opts)
			settings := liveOptions(builder, opts, poll)
			settings.Host, settings.Port, settings.Out, settings.Color = host, port, t.out, colour(t.out)
			if openBrowser {
				settings.Open = live.OpenBrowser
			}
			return errors.Join(live.Run(cmd.Context(), settings), builder.Close())
		},
	}
	folderFlags(cmd, &opts)
	cmd.Flags().BoolVar(&opts.Drafts, "drafts", false, "include drafts")
	cmd.Flags().StringVar(&host, "host", "", "address to listen on, such as 0.0.0.0 for a phone in the same network (default this machine alone)")
	cmd.Flags().IntVar(&port, "port", 0, fmt.Sprintf("port to listen on (default %d, or the next free one)", live.DefaultPort))
	cmd.Flags().BoolVar(&openBrowser, "open", false, "open the browser")
	cmd.Flags().BoolVar(&poll, "poll", false, "compare files instead of waiting for the system's events (network drives, containers)")
	return cmd
}

// liveOptions joins the loop to a builder whose memory lives as long as the loop.
func liveOptions(builder *build.Builder, opts build.Options, poll bool) live.Options {
	known, _ := build.New(opts).Folders() // what can be shown before the first build, which will tell what is wrong
	return live.Options{
		Dir: opts.Dir, ConfigFile: config.FileName, Ignore: source.Ignored, Site: siteOf(known, poll),
		Build: func(ctx context.Context, changed []string, publish func(func() error) error) (live.Site, diag.List, error) {
			r, diags, err := builder.BuildPages(ctx, changed, publish)
			return siteOf(r, poll), diags, err
		},
		Finish: []live.FinishFunc{step(builder.BuildSearch, poll), step(builder.Finish, poll)},
	}
}

// step is a part of a live build as the loop wants it.
func step(part func(context.Context, func(func() error) error) (build.Result, diag.List, error), poll bool) live.FinishFunc {
	return func(ctx context.Context, publish func(func() error) error) (live.Site, diag.List, error) {
		r, diags, err := part(ctx, publish)
		return siteOf(r, poll), diags, err
	}
}

func siteOf(r build.Result, poll bool) live.Site {
	s := live.Site{ContentDir: r.ContentDir, LayoutsDir: r.LayoutsDir, OutDir: r.OutDir, Poll: poll, Terms: r.Terms, Pages: r.Pages, Changes: r.Changes}
	if r.Config != nil {
		s.Editor = r.Config.Editor
	}
	return s
}
