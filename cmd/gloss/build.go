package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"gloss/cmd/gloss/internal/build"
	"gloss/cmd/gloss/internal/collector"
	"gloss/cmd/gloss/internal/live"
)

func buildCommand(t terminal) *cobra.Command {
	var opts build.Options
	var zip string
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Build the site into public/",
		Long: `Build reads the terms in content/ and writes the site to public/: linked pages and
the search index. The same folder works at a domain's root, under a sub-path and
opened from disk. If anything is wrong nothing is written, and each problem is
told with its file, line and column.

With --zip the site is also packed in one archive, named after the glossary's title
unless you write --zip=FILE: unpack it anywhere and open START-HERE.html. Left out is
what is of no use from disk: the service worker, the index for bleve, and what only
programs read.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			start := time.Now()
			ease := make(chan struct{}, 1)
			defer collector.OneBuild(ease)()
			bar := newProgress(t.err)
			opts.Dir, opts.Progress = ".", bar.show
			opts.Recalled = func() { ease <- struct{}{} }
			builder := build.New(opts)
			if folders, _ := builder.Folders(); folders.OutDir != "" {
				if err := live.Served(folders.OutDir); err != nil {
					return err
				}
			}
			result, diags, err := builder.BuildKept(cmd.Context())
			bar.clear()
			t.report(diags)
			if err != nil {
				return err
			}
			if diags.HasErrors() {
				return errReported
			}
			fmt.Fprintln(t.out, summaryLine(result, time.Since(start)))
			if zip != "" {
				return t.writeZip(result, zip)
			}
			return nil
		},
	}
	folderFlags(cmd, &opts)
	cmd.Flags().BoolVar(&opts.Drafts, "drafts", false, "include drafts")
	cmd.Flags().BoolVar(&opts.Strict, "strict", false, "treat warnings as errors")
	cmd.Flags().StringVar(&zip, "zip", "", "also pack the site as an archive to be read from disk")
	cmd.Flags().Lookup("zip").NoOptDefVal = zipByTitle
	return cmd
}

// folderFlags are the flags that build and serve share.
func folderFlags(cmd *cobra.Command, opts *build.Options) {
	cmd.Flags().StringVar(&opts.Content, "content", "", "folder of the terms (default content, or content: in gloss.yaml)")
	cmd.Flags().StringVar(&opts.Out, "out", "", "folder of the site (default public, or output: in gloss.yaml)")
	cmd.Flags().IntVar(&opts.Workers, "workers", 0, "number of parallel workers (default one a processor)")
	for _, name := range []string{"content", "out"} {
		// The only error is an unknown flag name.
		_ = cmd.MarkFlagDirname(name)
	}
}

// summaryLine says what a build made: terms, pages, links, size, time, and what of it was written.
func summaryLine(r build.Result, took time.Duration) string {
	written := len(r.Changes.Added) + len(r.Changes.Changed)
	line := fmt.Sprintf("%s: %s, %s, %s, %s in %s", r.OutDir, plural(r.Terms, "term"), plural(r.Pages, "page"), plural(r.Links, "link"),
		byteSize(r.Changes.Bytes), seconds(took))
	switch removed := len(r.Changes.Removed); {
	case r.Changes.Empty():
		return line + "; nothing changed"
	case removed > 0:
		return fmt.Sprintf("%s; %s written, %d removed", line, plural(written, "file"), removed)
	}
	return fmt.Sprintf("%s; %s written", line, plural(written, "file"))
}

func seconds(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// byteSize writes a size in SI units.
func byteSize(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1000_000:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	case n < 1000_000_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.1f GB", float64(n)/1e9)
}
