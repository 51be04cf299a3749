package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Dirs are the folders weaktie writes in; nothing is written outside. They
// need not exist yet.
type Dirs struct{ Config, Data string }

// FindDirs settles the folders: flags, then WEAKTIE_CONFIG and WEAKTIE_DATA,
// then the XDG folders. Relative flags and variables count from the working
// folder; relative XDG variables are ignored, as that standard asks.
func FindDirs(config, data string, env func(string) string) (Dirs, error) {
	var d Dirs
	var err error
	if d.Config, err = folder(config, "--config", "WEAKTIE_CONFIG", "XDG_CONFIG_HOME", ".config", env); err != nil {
		return Dirs{}, err
	}
	if d.Data, err = folder(data, "--data", "WEAKTIE_DATA", "XDG_DATA_HOME", ".local/share", env); err != nil {
		return Dirs{}, err
	}
	return d, nil
}

func folder(flag, flagName, variable, xdgName, underHome string, env func(string) string) (string, error) {
	chosen, by := flag, flagName
	if chosen == "" {
		chosen, by = env(variable), variable
	}
	if chosen == "" {
		chosen, by = xdg(xdgName, underHome, env), xdgName
	}
	if chosen == "" {
		return "", fmt.Errorf("cannot tell where to keep things: HOME is not set; give %s DIR or set %s", flagName, variable)
	}
	if rest, ok := strings.CutPrefix(chosen, "~/"); ok {
		if env("HOME") == "" {
			return "", fmt.Errorf("%s is %q, but HOME is not set; write the whole path", by, chosen)
		}
		chosen = filepath.Join(env("HOME"), rest)
	}
	abs, err := filepath.Abs(chosen)
	if err != nil {
		return "", fmt.Errorf("find the folder of %s %q: %w", by, chosen, err)
	}
	if fi, err := os.Stat(abs); err == nil && !fi.IsDir() {
		return "", fmt.Errorf("%s is a file, but %s needs a folder", abs, by)
	}
	return abs, nil
}

// xdg is weaktie's folder under an XDG base folder; "" when there is none.
func xdg(variable, underHome string, env func(string) string) string {
	if base := env(variable); filepath.IsAbs(base) {
		return filepath.Join(base, "weaktie")
	}
	if home := env("HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, underHome, "weaktie")
	}
	return ""
}
