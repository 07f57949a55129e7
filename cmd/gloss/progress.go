package main

import (
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"gloss/cmd/gloss/internal/build"
)

// progress draws a bar for a stage that takes long, on a terminal only.
type progress struct {
	w     io.Writer
	start time.Time
	stage string
	bar   *progressbar.ProgressBar
}

// patience is how long a build runs before a bar appears; most builds are over by then.
const patience = 400 * time.Millisecond

func newProgress(w io.Writer) *progress {
	p := &progress{start: time.Now()}
	if isTerminal(w) {
		p.w = w
	}
	return p
}

func (p *progress) show(now build.Progress) {
	if p.w == nil || time.Since(p.start) < patience {
		return
	}
	if p.bar == nil || p.stage != now.Stage {
		p.clear()
		p.stage = now.Stage
		p.bar = progressbar.NewOptions(now.Total,
			progressbar.OptionSetWriter(p.w), progressbar.OptionSetDescription(now.Stage), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
			progressbar.OptionSetItsString("files"), progressbar.OptionThrottle(60*time.Millisecond), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetPredictTime(true), progressbar.OptionUseANSICodes(true), progressbar.OptionSetWidth(24))
	}
	// A bar that cannot be drawn is no reason to stop a build.
	_ = p.bar.Set(now.Done)
}

// clear takes the bar off the screen.
func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
		p.bar = nil
	}
}
