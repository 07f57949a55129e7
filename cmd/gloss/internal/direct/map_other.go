//go:build !linux

package direct

import "os"

// Map reports false: elsewhere a file that is mapped cannot always be replaced.
func Map(*os.File, int64) ([]byte, bool) { return nil, false }
