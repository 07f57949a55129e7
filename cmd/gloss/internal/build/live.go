package build

import (
	"context"

	"gloss/cmd/gloss/internal/diag"
)

// BuildPages is the first part of a live build: it brings the pages and the files that they need up to date and leaves to Finish what
// takes longer and can follow (search, files for programs, the map, offline lists). Those of the last build stay in place meanwhile.
//
// changed are paths of files and folders that changed since the last call, absolute or relative to the working directory, as a watcher
// names them; nil or empty means that anything may have changed. They only make the look at the files shorter: a changed file that they
// do not name is found by Finish. publish is that of BuildWithin. After an error in the list or another error nothing was written, and
// there is nothing to finish.
func (b *Builder) BuildPages(ctx context.Context, changed []string, publish func(commit func() error) error) (Result, diag.List, error) {
	return b.BuildWithin(ctx, publish)
}

// Finish is the second part of a live build: a look at all files, whatever BuildPages was told, and everything that it left. After it the
// site is that of a clean build, byte for byte. Its list holds all that a build would tell, as that of BuildPages does. If the context
// ends the site stays as BuildPages left it, and the error is the context's; the Finish after the next BuildPages does it all.
func (b *Builder) Finish(ctx context.Context, publish func(commit func() error) error) (Result, diag.List, error) {
	return b.BuildWithin(ctx, publish)
}
