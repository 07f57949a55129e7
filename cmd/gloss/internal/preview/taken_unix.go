//go:build !windows

package preview

import (
	"errors"
	"syscall"
)

// taken reports whether listening failed because another program has the port.
func taken(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }
