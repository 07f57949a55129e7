package preview

import (
	"errors"
	"syscall"
)

// taken reports whether listening failed because another program has the port. Windows also answers so for ports that it keeps back.
func taken(err error) bool {
	const addressInUse, accessDenied = syscall.Errno(10048), syscall.Errno(10013)
	return errors.Is(err, addressInUse) || errors.Is(err, accessDenied)
}
