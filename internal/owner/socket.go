package owner

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
)

const socketName = "owner.sock"

// pathLimit is the longest socket path: the kernels' own limits are 104 and
// 108 bytes with the final zero, and the name it is made under is longer.
const pathLimit = 90

const (
	dirMode    = 0o700
	socketMode = 0o600
)

// place is the socket of a data folder. Where its path would be too long it is
// in a folder of our own under XDG_RUNTIME_DIR, else the folder for temporary
// files, named after the data folder.
func place(dir string) (path string, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	if path = filepath.Join(dir, socketName); len(path) <= pathLimit {
		return path, nil
	}
	hash := sha256.Sum256([]byte(dir))
	name := "weaktie-" + strconv.Itoa(os.Getuid()) + "-" + hex.EncodeToString(hash[:8])
	for _, base := range []string{os.Getenv("XDG_RUNTIME_DIR"), os.TempDir(), "/tmp"} {
		path = filepath.Join(base, name, socketName)
		if filepath.IsAbs(path) && len(path) <= pathLimit && isDir(base) {
			return path, nil
		}
	}
	return "", fmt.Errorf("no folder with a path short enough for a socket: choose a shorter data folder than %s", dir)
}

func isDir(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}

// ours refuses a folder outside the data folder that somebody else made or can
// write to: whoever has the socket sees every command.
func ours(dir string) error {
	st, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	sys, ok := st.Sys().(*syscall.Stat_t)
	if !st.IsDir() || !ok || int(sys.Uid) != os.Getuid() || st.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s is not a folder of our own with mode 0700: remove it", dir)
	}
	return nil
}

// Listen makes the socket in dir (0700; the socket 0600), replacing a dead
// one. The caller must hold the store's lock, and close the listener before it
// gives the lock back.
func Listen(dir string) (net.Listener, error) {
	path, err := place(dir)
	if err != nil {
		return nil, fmt.Errorf("listen for other weakties: %w", err)
	}
	l, err := listen(path, dir)
	if err != nil {
		return nil, fmt.Errorf("listen for other weakties at %s: %w", path, err)
	}
	return l, nil
}

// listen makes the socket under another name and moves it into place, so that
// it is never there with the wrong mode, and the dead one goes in one step.
func listen(path, dir string) (net.Listener, error) {
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return nil, err
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, dirMode); err != nil {
		return nil, err
	}
	if !sameFolder(folder, dir) {
		if err := ours(folder); err != nil {
			return nil, err
		}
	}
	fresh := path + ".new"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: fresh, Net: "unix"})
	if err != nil {
		return nil, err
	}
	l.SetUnlinkOnClose(false)
	if err = os.Chmod(fresh, socketMode); err == nil {
		err = os.Rename(fresh, path)
	}
	if err != nil {
		return nil, errors.Join(err, l.Close(), os.Remove(fresh))
	}
	return &listener{UnixListener: l, path: path}, nil
}

func sameFolder(a, b string) bool {
	x, errA := os.Stat(a)
	y, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(x, y)
}

// listener takes its socket away when it is closed.
type listener struct {
	*net.UnixListener
	path string
	once sync.Once
}

func (l *listener) Close() error {
	l.once.Do(func() { os.Remove(l.path) })
	return l.UnixListener.Close()
}
