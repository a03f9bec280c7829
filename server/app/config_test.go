package app

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/mail"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "portage.env")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFlagsGoBeforeEnvironmentBeforeFile(t *testing.T) {
	lines := write(t, "# comment\nPORTAGE_ADDR='file:1'\nLANG=en\nTILES=\nDATA = /file\n\n")
	object := write(t, `{"ADDR": "file:1", "LANG": "en", "DATA": "/file"}`)
	tests := []struct {
		name             string
		from             Sources
		addr, data, lang string
	}{
		{"nothing", Sources{}, "localhost:8080", "./data", "fr"},
		{"lines", Sources{File: lines}, "file:1", "/file", "en"},
		{"object", Sources{File: object}, "file:1", "/file", "en"},
		{"environment", Sources{File: lines, Env: []string{"PORTAGE_ADDR=env:2", "HOME=/x"}}, "env:2", "/file", "en"},
		{"flags", Sources{File: lines, Env: []string{"PORTAGE_ADDR=env:2", "PORTAGE_DATA=/env"}, Flags: map[string]string{"addr": "flag:3"}},
			"flag:3", "/env", "en"},
		{"what is not ours", Sources{Env: []string{"PORTAGE_TEST_MONGODB_URI=x", "PORTAGE_CONFIG=y", "ADDR=no:1"}}, "localhost:8080", "./data", "fr"},
	}
	for _, tt := range tests {
		c, err := Load(tt.from)
		if err != nil || c.Addr != tt.addr || c.Data != tt.data || c.Lang != tt.lang {
			t.Errorf("%s: %s %s %s, %v", tt.name, c.Addr, c.Data, c.Lang, err)
		}
	}
}

func TestSettingsAreChecked(t *testing.T) {
	good := map[string][]string{
		"ADDR": {":8080", "[::1]:80", "0.0.0.0:0"}, "BASE_URL": {"https://portage.example/", "http://localhost:8080"},
		"MONGODB_URI": {"mongodb://a", "mongodb+srv://a"}, "SAMPLE": {"on", "off"}, "LANG": {"en"}, "TIMEZONE": {"Indian/Reunion", "UTC"},
		"TRUSTED_PROXIES": {"127.0.0.1", "10.0.0.0/8, ::1"}, "METRICS": {"", "localhost:9090"}, "DOMAIN": {"portage.example.org"},
		"LOG_LEVEL": {"error", "debug"}, "TILES": {"https://{s}.tiles.example/{z}/{x}/{y}.png"}, "TILES_CREDIT": {"", "© OpenStreetMap"},
		"SMTP_URL": {"", "smtp://a:b@mail.example", "smtps://mail.example:465", "smtp+plain://localhost:25"}, "SMTP_FROM": {"", "portage@town.example"},
		"PUSH_CONTACT": {"mailto:a@b.example", "https://b.example"}, "PUSH_ORIGINS": {"", "http://127.0.0.1:9999, https://push.example.org/"}, "DATA": {"/var/lib/portage"},
	}
	bad := map[string][]string{
		"ADDR": {"", "8080", "localhost", "localhost:http", "localhost:99999"}, "DATA": {"", "  "},
		"BASE_URL":    {"portage.example", "ftp://x", "https://x/path", "https://u:p@x", "https://x?q=1", "https://"},
		"MONGODB_URI": {"localhost:27017"}, "SAMPLE": {"", "true", "ON"}, "LANG": {"", "de"}, "TIMEZONE": {"Paris"},
		"TRUSTED_PROXIES": {"proxy.example", "10.0.0.0/99"}, "METRICS": {"9090"}, "DOMAIN": {"localhost", "https://x.example", "192.0.2.1", "*.x.example"},
		"LOG_LEVEL": {"warn", ""}, "TILES": {"http://x/{z}/{x}/{y}", "https://x/", "https://x; script-src *;/{z}/{x}/{y}"}, "TILES_CREDIT": {strings.Repeat("é", 201)},
		"SMTP_URL": {"mail.example:25", "http://mail.example", "smtp://", "smtp://a/b"}, "SMTP_FROM": {"portage", "Portage <portage@town.example>"},
		"PUSH_CONTACT": {"a@b.example", "mailto:"}, "PUSH_ORIGINS": {"push.example.org", "https://push.example.org/path"},
	}
	for _, s := range Settings {
		if len(good[s.Name]) == 0 || len(bad[s.Name]) == 0 {
			t.Errorf("%s is not in this test", s.Name)
		}
		for _, v := range good[s.Name] {
			if _, err := Load(Sources{Flags: map[string]string{s.Flag(): v}}); err != nil {
				t.Errorf("%s=%q: %v", s.Name, v, err)
			}
		}
		for _, v := range bad[s.Name] {
			_, err := Load(Sources{Env: []string{s.Env() + "=" + v}})
			if err == nil || !strings.HasPrefix(err.Error(), s.Env()+": ") || !strings.Contains(err.Error(), "portage help config") {
				t.Errorf("%s=%q: %v", s.Name, v, err)
			}
		}
	}
}

// TestEveryFieldHasASetting fails when a field of Config is set by no setting.
func TestEveryFieldHasASetting(t *testing.T) {
	c, err := Load(Sources{Flags: map[string]string{
		"addr": "a:1", "data": "d", "base-url": "https://b", "mongodb-uri": "mongodb://m", "sample": "on", "lang": "en",
		"timezone": "UTC", "trusted-proxies": "::1", "metrics": "m:1", "domain": "d.example", "log-level": "debug",
		"tiles": "https://t/{z}/{x}/{y}", "tiles-credit": "© T", "push-contact": "mailto:a@b", "push-origins": "https://p",
		"smtp-url": "smtps://u:p@m.example", "smtp-from": "a@b.example",
	}})
	if err != nil {
		t.Fatal(err)
	}
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("Config.%s is set by no setting of this test", v.Type().Field(i).Name)
		}
	}
}

func TestMailServerIsReadFromItsAddress(t *testing.T) {
	for url, want := range map[string]mail.Server{
		"smtp://portage:cl%C3%A9@mail.example": {Addr: "mail.example:587", User: "portage", Password: "clé", Security: mail.StartTLS},
		"smtps://mail.example:4650":            {Addr: "mail.example:4650", Security: mail.TLS},
		"smtp+plain://localhost":               {Addr: "localhost:25", Security: mail.Plain},
	} {
		c, err := Load(Sources{Env: []string{"PORTAGE_SMTP_URL=" + url}})
		if err != nil || c.SMTP != want {
			t.Errorf("%s: %+v, %v", url, c.SMTP, err)
		}
	}
	_, err := Load(Sources{Env: []string{"PORTAGE_SMTP_URL=smtp://portage:geheim@mail.example/x"}})
	if err == nil || strings.Contains(err.Error(), "geheim") {
		t.Errorf("a password is shown: %v", err)
	}
}

func TestPublicAddress(t *testing.T) {
	tests := []struct {
		c    Config
		addr string
		want string
	}{
		{Config{}, "127.0.0.1:8080", "http://localhost:8080"},
		{Config{}, "[::1]:8080", "http://localhost:8080"},
		{Config{}, "[::]:8080", "http://localhost:8080"},
		{Config{}, "192.168.1.5:80", "http://192.168.1.5:80"},
		{Config{Domain: "p.example"}, "[::]:443", "https://p.example"},
		{Config{Domain: "p.example", BaseURL: "https://q.example"}, "[::]:443", "https://q.example"},
	}
	for _, tt := range tests {
		if got := tt.c.Public(tt.addr); got != tt.want {
			t.Errorf("%+v on %s: %s, want %s", tt.c, tt.addr, got, tt.want)
		}
	}
}

func TestTilesMayBeLoadedFromTheirHostOnly(t *testing.T) {
	for tiles, want := range map[string]string{
		"": "", "https://tiles.example/{z}/{x}/{y}.png": "https://tiles.example",
		"https://{s}.tiles.example:8443/{z}/{x}/{y}.png": "https://*.tiles.example:8443",
	} {
		if got := strings.Join(Config{Tiles: tiles}.tileHosts(), " "); got != want {
			t.Errorf("%s: %q, want %q", tiles, got, want)
		}
	}
}

func TestTilesAreCreditedToTheirHostUnlessToldOtherwise(t *testing.T) {
	for _, tt := range []struct{ tiles, credit, want string }{
		{"", "", ""},
		{"https://{s}.tiles.example:8443/{z}/{x}/{y}.png", "", "tiles.example"},
		{"https://tiles.example/{z}/{x}/{y}.png", "© OpenStreetMap", "© OpenStreetMap"},
	} {
		if got := (Config{Tiles: tt.tiles, TilesCredit: tt.credit}).tileCredit(); got != tt.want {
			t.Errorf("%s, %q: %q, want %q", tt.tiles, tt.credit, got, tt.want)
		}
	}
}

// TestReadmeListsEverySetting keeps README's table and this one equal; run it
// with PORTAGE_TEST_README=print to see the rows.
func TestReadmeListsEverySetting(t *testing.T) {
	var rows []string
	for _, s := range Settings {
		def := "`" + s.Default + "`"
		if s.Default == "" {
			def = "–"
		}
		rows = append(rows, "| `"+s.Env()+"` | "+def+" | "+s.EN+" |")
	}
	if os.Getenv("PORTAGE_TEST_README") == "print" {
		t.Log("\n" + strings.Join(rows, "\n"))
	}
	readme, err := os.ReadFile("../../README.md")
	if os.IsNotExist(err) {
		t.Log("there is no README yet")
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(readme), "\n")
	for _, row := range rows {
		if !slices.Contains(lines, row) {
			t.Errorf("README.md lacks the row\n%s", row)
		}
	}
	for _, name := range regexp.MustCompile(`\| .PORTAGE_([A-Z_]+). \|`).FindAllStringSubmatch(string(readme), -1) {
		if !isSetting(name[1]) && name[1] != "CONFIG" {
			t.Errorf("README.md speaks of PORTAGE_%s, which is no setting", name[1])
		}
	}
}
