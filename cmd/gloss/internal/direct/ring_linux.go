package direct

import (
	"errors"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"
)

// ring hands many reads to the system in one call (io_uring, Linux 5.6). They read into memory of the ring's own, so that the system
// never knows an address of Go's. It is not safe for concurrent use.
type ring struct {
	fd             int
	mapped         [3][]byte // the queues of submissions and completions, and the submissions
	submissions    []submission
	order          []uint32 // submissions in order of the queue
	completions    []completion
	subTail        *uint32 // written by us, and below by the system or us
	comHead        *uint32
	comTail        *uint32
	subMask, tails uint32
	comMask        uint32
	space          []byte  // what is read
	prepared       int     // reads that wait for run
	results        []int32 // of the last run: bytes read, or less than 0
}

const (
	ringReads = 64
	// ringSpace is the memory for one run; larger files are read one by one.
	ringSpace = 1 << 20
)

// What follows is <linux/io_uring.h>.

const (
	opRead         = 22 // IORING_OP_READ
	enterGetEvents = 1  // IORING_ENTER_GETEVENTS
	// Where the parts of a ring are mapped: IORING_OFF_SQ_RING, IORING_OFF_CQ_RING, IORING_OFF_SQES.
	mapSubmissionQueue, mapCompletionQueue, mapSubmissions = 0, 0x8000000, 0x10000000
)

// submission is a struct io_uring_sqe.
type submission struct {
	op, flags    uint8
	priority     uint16
	fd           int32
	offset, addr uint64
	size, mode   uint32
	tag          uint64
	_            [3]uint64
}

// completion is a struct io_uring_cqe.
type completion struct {
	tag    uint64
	result int32
	flags  uint32
}

// ringParams is a struct io_uring_params.
type ringParams struct {
	submissions, completions, flags, cpu, idle, features, workers uint32
	_                                                             [3]uint32
	sub                                                           struct {
		head, tail, mask, entries, flags, dropped, array, _ uint32
		_                                                   uint64
	}
	com struct {
		head, tail, mask, entries, overflow, array, flags, _ uint32
		_                                                    uint64
	}
}

// newRing returns a ring, or nil where the system has none or gives us none, as in many containers.
func newRing() *ring {
	var params ringParams
	fd, _, errno := unix.Syscall(unix.SYS_IO_URING_SETUP, ringReads, uintptr(unsafe.Pointer(&params)), 0)
	if errno != 0 {
		return nil
	}
	r := &ring{fd: int(fd), results: make([]int32, ringReads)}
	var errs [4]error
	part := func(i int, at int64, size uint32) {
		r.mapped[i], errs[i] = unix.Mmap(r.fd, at, int(size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_POPULATE)
	}
	part(0, mapSubmissionQueue, params.sub.array+4*params.submissions)
	part(1, mapCompletionQueue, params.com.array+uint32(unsafe.Sizeof(completion{}))*params.completions)
	part(2, mapSubmissions, uint32(unsafe.Sizeof(submission{}))*params.submissions)
	r.space, errs[3] = unix.Mmap(-1, 0, ringSpace, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
	if errors.Join(errs[:]...) != nil {
		r.close()
		return nil
	}
	sub, com := r.mapped[0], r.mapped[1]
	number := func(queue []byte, at uint32) *uint32 { return (*uint32)(unsafe.Pointer(&queue[at])) }
	r.subTail, r.subMask = number(sub, params.sub.tail), *number(sub, params.sub.mask)
	r.comHead, r.comTail, r.comMask = number(com, params.com.head), number(com, params.com.tail), *number(com, params.com.mask)
	r.order = unsafe.Slice(number(sub, params.sub.array), params.submissions)
	r.completions = unsafe.Slice((*completion)(unsafe.Pointer(&com[params.com.array])), params.completions)
	r.submissions = unsafe.Slice((*submission)(unsafe.Pointer(&r.mapped[2][0])), params.submissions)
	return r
}

// close gives the ring back.
func (r *ring) close() {
	_ = unix.Close(r.fd) // nothing was written
	for _, part := range append(r.mapped[:], r.space) {
		if part != nil {
			_ = unix.Munmap(part)
		}
	}
}

// prepare adds a read of size bytes from the beginning of a file to space[at:]. There may be ringReads of them before each run; their
// numbers count from 0.
func (r *ring) prepare(fd, at, size int) {
	place := (r.tails + uint32(r.prepared)) & r.subMask
	r.submissions[place] = submission{op: opRead, fd: int32(fd), addr: uint64(uintptr(unsafe.Pointer(&r.space[at]))), size: uint32(size), tag: uint64(r.prepared)}
	r.order[place] = place
	r.results[r.prepared] = -1
	r.prepared++
}

// run makes all reads and waits for them. After an error the ring must not be used again, nor given back: the system may still write
// into it.
func (r *ring) run() error {
	all := r.prepared
	r.prepared = 0
	r.tails += uint32(all)
	atomic.StoreUint32(r.subTail, r.tails)
	for taken, done := 0, 0; done < all; {
		n, _, errno := unix.Syscall6(unix.SYS_IO_URING_ENTER, uintptr(r.fd), uintptr(all-taken), uintptr(all-done), enterGetEvents, 0, 0)
		if errno != 0 && errno != unix.EINTR {
			return errno
		}
		if errno == 0 {
			taken += int(n)
		}
		seen := r.reap()
		if done += seen; seen == 0 && n == 0 && errno == 0 {
			return unix.EAGAIN
		}
	}
	return nil
}

// reap notes the results that are there, and returns how many.
func (r *ring) reap() int {
	head, tail := *r.comHead, atomic.LoadUint32(r.comTail)
	for at := head; at != tail; at++ {
		c := &r.completions[at&r.comMask]
		r.results[c.tag] = c.result
	}
	atomic.StoreUint32(r.comHead, tail)
	return int(tail - head)
}
