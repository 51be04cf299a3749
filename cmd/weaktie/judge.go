package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"weaktie/internal/config"
	"weaktie/internal/flip"
)

// newJudge is the judge with the user's rules and without those switched off.
// A rules folder with mistakes in it is a usage error that names each.
func newJudge(dirs config.Dirs, cfg config.Config) (*flip.Judge, error) {
	folder := filepath.Join(dirs.Config, "rules")
	o := flip.Options{Off: cfg.OffRules}
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		rules, problems := flip.LoadFolder(os.DirFS(folder))
		if len(problems) > 0 {
			all := make([]error, len(problems))
			for i, p := range problems {
				all[i] = p
			}
			return nil, exit{exitUsage, errors.Join(all...)}
		}
		o.Rules = rules
	}
	j, err := flip.NewWith(o)
	if err != nil {
		return nil, exit{exitUsage, err}
	}
	return j, nil
}
