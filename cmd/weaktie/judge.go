package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"weaktie/internal/clean"
	"weaktie/internal/config"
	"weaktie/internal/flip"
)

// rulesFolder holds the user's own rules, in the config folder.
const rulesFolder = "rules"

// newJudge is the judge with the user's rules and without those switched off.
func newJudge(dirs config.Dirs, cfg config.Config) (*flip.Judge, error) {
	return judgeWith(dirs, cfg.OffRules)
}

// judgeWith is newJudge with rules switched off by name.
func judgeWith(dirs config.Dirs, off []string) (*flip.Judge, error) {
	folder := filepath.Join(dirs.Config, rulesFolder)
	own, problems := flip.LoadFolder(os.DirFS(folder))
	if len(problems) > 0 {
		var errs []error
		for _, p := range problems {
			p.File = filepath.Join(folder, p.File)
			errs = append(errs, fmt.Errorf("%s", clean.Line(p.Error())))
		}
		return nil, exit{exitUsage, errors.Join(errs...)}
	}
	j, err := flip.NewWith(flip.Options{Rules: own, Off: off})
	if err != nil {
		return nil, exit{exitUsage, err}
	}
	return j, nil
}
