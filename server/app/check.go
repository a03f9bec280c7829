package app

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The checks of single settings. Each says what would be right.

func hostPort(v string) error {
	_, port, err := net.SplitHostPort(v)
	if err != nil {
		return fmt.Errorf("%q is not host:port, such as localhost:8080 or :8080", v)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("%q is not a port from 0 to 65535", port)
	}
	return nil
}

func baseURL(v string) error {
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || strings.Trim(u.Path, "/") != "" ||
		u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("%q is not like https://portage.example.org, without a path", v)
	}
	return nil
}

// mongoURI never repeats its value: it holds a password.
func mongoURI(v string) error {
	if v == "" || strings.HasPrefix(v, "mongodb://") || strings.HasPrefix(v, "mongodb+srv://") {
		return nil
	}
	return errors.New("it must begin with mongodb:// or mongodb+srv://")
}

func onOff(v string) (bool, error) { return v == "on", oneOf(v, "on", "off") }

func oneOf(v string, words ...string) error {
	for _, w := range words {
		if v == w {
			return nil
		}
	}
	return fmt.Errorf("%q is not %s", v, strings.Join(words, " or "))
}

func networks(v string) ([]string, error) {
	var all []string
	for part := range strings.SplitSeq(v, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		_, prefix := netip.ParsePrefix(part)
		if _, addr := netip.ParseAddr(part); addr != nil && prefix != nil {
			return nil, fmt.Errorf("%q is no address and no network such as 10.0.0.0/8", part)
		}
		all = append(all, part)
	}
	return all, nil
}

func domainName(v string) error {
	if strings.ContainsAny(v, ":/ *") || !strings.Contains(v, ".") || net.ParseIP(v) != nil {
		return fmt.Errorf("%q is not a domain name, such as portage.example.org", v)
	}
	return nil
}

func level(v string) (slog.Level, error) {
	switch v {
	case "error":
		return slog.LevelError, nil
	case "debug":
		return slog.LevelDebug, nil
	}
	return slog.LevelInfo, oneOf(v, "info", "error", "debug")
}

func tiles(v string) error {
	u, err := url.Parse(strings.ReplaceAll(v, "{s}", "any")) // {s}: one of several names
	if err != nil || u.Scheme != "https" || u.Host == "" || strings.ContainsAny(v, " ;,'\"") {
		return fmt.Errorf("%q is not an https address with {z}, {x} and {y}", v)
	}
	for _, part := range []string{"{z}", "{x}", "{y}"} {
		if !strings.Contains(v, part) {
			return fmt.Errorf("%q has no %s", v, part)
		}
	}
	return nil
}

func credit(v string) error {
	if utf8.RuneCountInString(v) > 200 {
		return fmt.Errorf("it is longer than 200 characters")
	}
	return nil
}

func origins(v string) ([]string, error) {
	var all []string
	for part := range strings.SplitSeq(v, ",") {
		if part = strings.TrimRight(strings.TrimSpace(part), "/"); part == "" {
			continue
		}
		if err := baseURL(part); err != nil {
			return nil, err
		}
		all = append(all, part)
	}
	return all, nil
}

func contact(v string) error {
	if strings.HasPrefix(v, "mailto:") && strings.Contains(v, "@") || strings.HasPrefix(v, "https://") {
		return nil
	}
	return fmt.Errorf("%q is not mailto:somebody@example.org or https://…", v)
}
