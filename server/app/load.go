package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// Sources is where settings come from, the strongest first.
type Sources struct {
	Flags map[string]string // by Setting.Flag
	Env   []string          // as os.Environ gives it
	File  string            // path of KEY=VALUE lines or one JSON object; "" for none
}

// Load reads the configuration. Every error names the setting, where it was
// set, and what would be right. A name that no setting has is an error too: a
// mistyped one would otherwise be ignored in silence.
func Load(from Sources) (Config, error) {
	env, err := fromEnv(from.Env)
	if err != nil {
		return Config{}, err
	}
	file := map[string]string{}
	if from.File != "" {
		if file, err = readFile(from.File); err != nil {
			return Config{}, err
		}
	}
	c := Default()
	for _, s := range Settings {
		value, where := s.Default, "default"
		if v, ok := file[s.Name]; ok {
			value, where = v, s.Name+" in "+from.File
		}
		if v, ok := env[s.Name]; ok {
			value, where = v, s.Env()
		}
		if v, ok := from.Flags[s.Flag()]; ok {
			value, where = v, "--"+s.Flag()
		}
		if err := s.set(&c, value); err != nil {
			return Config{}, fmt.Errorf("%s: %w (see portage help config)", where, err)
		}
	}
	return c, nil
}

// fromEnv takes PORTAGE_* only; PORTAGE_TEST_* belongs to the tests and
// PORTAGE_CONFIG to the command.
func fromEnv(environ []string) (map[string]string, error) {
	found := map[string]string{}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		key, ours := strings.CutPrefix(name, "PORTAGE_")
		if !ours || key == "CONFIG" || strings.HasPrefix(key, "TEST_") {
			continue
		}
		if !isSetting(key) {
			return nil, fmt.Errorf("%s is not a setting: remove it or correct its name (see portage help config)", name)
		}
		found[key] = value
	}
	return found, nil
}

func readFile(path string) (map[string]string, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the configuration file: %w", err)
	}
	var found map[string]string
	if strings.HasPrefix(strings.TrimSpace(string(raw)), "{") {
		if err := json.Unmarshal(raw, &found); err != nil {
			return nil, fmt.Errorf("%s: not a JSON object of strings: %w", path, err)
		}
	} else if found, err = readLines(string(raw)); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for key := range found {
		if !isSetting(key) {
			return nil, fmt.Errorf("%s: %s is not a setting: remove it or correct its name (see portage help config)", path, key)
		}
	}
	return found, nil
}

// readLines takes KEY=VALUE, with or without PORTAGE_ and quotes, so that the
// same file serves Docker and systemd.
func readLines(text string) (map[string]string, error) {
	found := map[string]string{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if !ok {
			return nil, fmt.Errorf("line %d is not KEY=VALUE", n)
		}
		key = strings.TrimPrefix(strings.TrimSpace(key), "PORTAGE_")
		if _, twice := found[key]; twice {
			return nil, fmt.Errorf("line %d sets %s again", n, key)
		}
		value, err := unquote(strings.TrimSpace(value))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		found[key] = value
	}
	return found, nil
}

func unquote(v string) (string, error) {
	if v == "" || (v[0] != '"' && v[0] != '\'') {
		return v, nil
	}
	if len(v) < 2 || v[len(v)-1] != v[0] {
		return "", errors.New("a quote is not closed")
	}
	return v[1 : len(v)-1], nil
}

func isSetting(name string) bool {
	return slices.ContainsFunc(Settings, func(s Setting) bool { return s.Name == name })
}
