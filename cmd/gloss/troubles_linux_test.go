package main

import (
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// A disk that is full: the site lies on a file system in memory of a few kilobytes, which the kernel gives to each user in a name space of
// his own (user_namespaces(7)). Sizes are chosen so that the build fails before, in and after its largest files.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	k := newKilled(t, 6)
	probe := exec.Command("unshare", "-rm", "sh", "-c", "mount -t tmpfs none "+k.dir)
	if text, err := probe.CombinedOutput(); err != nil {
		t.Skipf("this kernel gives no name spaces to users; TestFileLimit stands in: %v %s", err, text)
	}
	for _, size := range []int{20, 60, 120, 240} {
		k.turn(1 - k.now)
		// The old site is put on the small disk with so much room left, and brought back afterwards to be looked at.
		script := fmt.Sprintf(`set -e
mkdir disk
mount -t tmpfs -o size=32m none disk
cp -R public disk/
used=$(du -sk disk | cut -f1)
mount -o remount,size=$((used + %d))k disk
status=0
gloss build --out disk/public || status=$?
rm -rf public
cp -R disk/public public
exit $status
`, size)
		command := exec.Command("sh", "-c", script)
		command.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: syscall.Geteuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: syscall.Getegid(), Size: 1}}}
		text := k.fails(fmt.Sprintf("%d kB left", size), command)
		if !strings.Contains(text, "no space left on device") {
			t.Errorf("%d kB left: gloss build says\n%s", size, text)
		}
		k.check(syscall.Rmdir(k.path("disk")))
		k.repaired(fmt.Sprintf("after %d kB", size))
	}
}
