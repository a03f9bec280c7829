package command

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/portage-livraison/portage/server/app"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/report"
	"github.com/portage-livraison/portage/server/season"
)

// playSeason replays a town's season into an empty data folder.
func playSeason(ctx context.Context, w World, args []string) error {
	if len(args) == 0 || args[0] != "laciotat" {
		return misused("say which: laciotat")
	}
	own, args, err := ownFlags(args[1:], "seed")
	if err != nil {
		return err
	}
	cfg, rest, err := configure(w, "season", args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return misused("%q is not expected", rest[0])
	}
	seed, err := strconv.ParseUint(own["seed"], 10, 64)
	if own["seed"] == "" {
		seed, err = 2020, nil
	}
	if err != nil {
		return misused("--seed is a whole number")
	}
	tally, err := season.Play(ctx, season.Options{Config: cfg, Seed: seed, Progress: bar(w.Err)})
	if err != nil {
		return fmt.Errorf("the season broke off; what was played is in the data: %w", err)
	}
	fmt.Fprintf(w.Err, "%d days in %.1f s: %d requests, %d exchanges of which %d failed, %d acts\n",
		tally.Days, tally.Took.Seconds(), tally.Requests, tally.Exchanges, tally.Failed, tally.Acts)
	return indented(w.Out, tally)
}

// bar draws how many days are played.
func bar(w io.Writer) func(done, days int) {
	return func(done, days int) {
		const width = 40
		full := done * width / days
		fmt.Fprintf(w, "\r  [%s%s] %d/%d", strings.Repeat("#", full), strings.Repeat(".", width-full), done, days)
		if done == days {
			fmt.Fprintln(w)
		}
	}
}

// printReport counts a period from the data; the server must not run.
func printReport(ctx context.Context, w World, args []string) error {
	words := []string{"--json", "--csv", "--pdf", "--mask", "--names"}
	said := slices.DeleteFunc(slices.Clone(args), func(a string) bool { return !slices.Contains(words, a) })
	args = slices.DeleteFunc(slices.Clone(args), func(a string) bool { return slices.Contains(words, a) })
	own, args, err := ownFlags(args, "from", "to")
	if err != nil {
		return err
	}
	cfg, rest, err := configure(w, "report", args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return misused("%q is not expected", rest[0])
	}
	f, err := app.Report(ctx, cfg, report.Ask{From: day.Day(own["from"]), To: day.Day(own["to"]), Mask: slices.Contains(said, "--mask")},
		slices.Contains(said, "--names"))
	if err != nil {
		return err
	}
	switch {
	case slices.Contains(said, "--json"):
		return indented(w.Out, f)
	case slices.Contains(said, "--csv"):
		return report.CSV(w.Out, f, cfg.Lang)
	case slices.Contains(said, "--pdf"):
		return report.PDF(w.Out, f, cfg.Lang)
	}
	return report.Text(w.Out, f, cfg.Lang)
}

func indented(w io.Writer, v any) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(v)
}

// ownFlags takes the flags that are a command's own out of args: --name VALUE
// or --name=VALUE.
func ownFlags(args []string, names ...string) (map[string]string, []string, error) {
	own, rest := map[string]string{}, []string{}
	for i := 0; i < len(args); i++ {
		name, value, given := strings.Cut(strings.TrimLeft(args[i], "-"), "=")
		switch {
		case !strings.HasPrefix(args[i], "--") || !slices.Contains(names, name):
			rest = append(rest, args[i])
			continue
		case !given && i+1 == len(args):
			return nil, nil, misused("--%s needs a value", name)
		case !given:
			i++
			value = args[i]
		}
		own[name] = value
	}
	return own, rest, nil
}
