package app

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/mail"
)

// Config is everything that a town can set. Load fills it from flags, the
// environment and a file; tests fill it by hand, starting from Default.
type Config struct {
	Addr           string // host:port to listen on
	Data           string // folder of the embedded store, the lock and certificates
	BaseURL        string // how people reach the server; made from Domain or Addr when empty
	MongoDBURI     string // empty: the embedded store
	Sample         bool   // fill an empty store with the sample town
	Lang           string // fr or en
	Timezone       string
	TrustedProxies []string
	Metrics        string // host:port of the metrics; empty: none
	Domain         string // automatic TLS for this name; empty: plain HTTP
	LogLevel       slog.Level
	Tiles          string // address pattern of map tiles; empty: a map without background
	TilesCredit    string // whom the tiles are owed to; empty: their host
	PushContact    string // mailto: or https: address given to push services
	SMTP           mail.Server
	PushOrigins    []string // push services beside the public ones
}

// Setting is one row of the configuration: the flag --name, the environment
// variable PORTAGE_NAME and the file's NAME. The table makes the help and the
// README.
type Setting struct {
	Name    string // as in the file: BASE_URL
	Default string
	FR, EN  string
	set     func(c *Config, value string) error
}

// Env is the setting's environment variable.
func (s Setting) Env() string { return "PORTAGE_" + s.Name }

// Flag is the setting's flag, without dashes: base-url.
func (s Setting) Flag() string { return strings.ReplaceAll(strings.ToLower(s.Name), "_", "-") }

// Settings is the table of everything that can be configured.
var Settings = []Setting{
	{"ADDR", "localhost:8080", "adresse et port d'écoute ; ignoré avec DOMAIN", "address and port to listen on; not used with DOMAIN",
		func(c *Config, v string) error { c.Addr = v; return hostPort(v) }},
	{"DATA", "./data", "dossier des données (base intégrée, verrou, certificats)", "data folder (embedded store, lock, certificates)",
		func(c *Config, v string) error { c.Data = v; return filled(v) }},
	{"BASE_URL", "", "adresse publique, par exemple https://portage.exemple.fr ; vide : déduite de DOMAIN ou de ADDR", "public address, such as https://portage.example.org; empty: made from DOMAIN or ADDR",
		func(c *Config, v string) error { c.BaseURL = strings.TrimRight(v, "/"); return baseURL(v) }},
	{"MONGODB_URI", "", "adresse d'un jeu de réplicas MongoDB ; vide : base intégrée dans DATA", "address of a MongoDB replica set; empty: embedded store in DATA",
		func(c *Config, v string) error { c.MongoDBURI = v; return mongoURI(v) }},
	{"SAMPLE", "on", "ville d'exemple dans une base vide : on ou off", "sample town in an empty store: on or off",
		func(c *Config, v string) (err error) { c.Sample, err = onOff(v); return err }},
	{"LANG", "fr", "langue quand le navigateur n'en demande aucune : fr ou en", "language when the browser asks for none: fr or en",
		func(c *Config, v string) error { c.Lang = v; return oneOf(v, "fr", "en") }},
	{"TIMEZONE", "Europe/Paris", "fuseau horaire du service", "time zone of the service",
		func(c *Config, v string) error { c.Timezone = v; _, err := time.LoadLocation(v); return err }},
	{"TRUSTED_PROXIES", "", "adresses ou réseaux des serveurs mandataires dont l'en-tête X-Forwarded-For est cru, séparés par des virgules", "addresses or networks of proxies whose X-Forwarded-For is believed, separated by commas",
		func(c *Config, v string) (err error) { c.TrustedProxies, err = networks(v); return err }},
	{"METRICS", "", "adresse locale des mesures Prometheus, par exemple localhost:9090 ; vide : aucune", "local address of the Prometheus metrics, such as localhost:9090; empty: none",
		func(c *Config, v string) error { c.Metrics = v; return emptyOr(v, hostPort) }},
	{"DOMAIN", "", "nom de domaine : certificat TLS automatique, ports 80 et 443 ; vide : HTTP simple sur ADDR", "domain name: automatic TLS certificate, ports 80 and 443; empty: plain HTTP on ADDR",
		func(c *Config, v string) error { c.Domain = v; return emptyOr(v, domainName) }},
	{"LOG_LEVEL", "info", "journal : error, info ou debug", "log: error, info or debug",
		func(c *Config, v string) (err error) { c.LogLevel, err = level(v); return err }},
	{"TILES", "", "fond de carte, par exemple https://tuiles.exemple.fr/{z}/{x}/{y}.png ; vide : carte sans fond", "map tiles, such as https://tiles.example.org/{z}/{x}/{y}.png; empty: a map without background",
		func(c *Config, v string) error { c.Tiles = v; return emptyOr(v, tiles) }},
	{"TILES_CREDIT", "", "mention que demande le fournisseur du fond de carte, par exemple © OpenStreetMap ; vide : le nom de son serveur", "credit that the provider of the map tiles asks for, such as © OpenStreetMap; empty: the name of its server",
		func(c *Config, v string) error { c.TilesCredit = v; return credit(v) }},
	{"SMTP_URL", "", "serveur de courriel : smtp://utilisateur:motdepasse@hôte:587 (STARTTLS), smtps://…:465, ou smtp+plain://localhost:25 ; vide : pas de courriel", "mail server: smtp://user:password@host:587 (STARTTLS), smtps://…:465, or smtp+plain://localhost:25; empty: no mail",
		func(c *Config, v string) error { return smtpURL(&c.SMTP, v) }},
	{"SMTP_FROM", "", "adresse qui envoie les courriels ; nécessaire avec SMTP_URL", "address that mail comes from; needed with SMTP_URL",
		func(c *Config, v string) error { c.SMTP.From = v; return emptyOr(v, address) }},
	{"PUSH_CONTACT", "", "contact donné aux services de notification : mailto:… ou https://… ; vide : BASE_URL en https, sinon pas de notification", "contact given to push services: mailto:… or https://…; empty: BASE_URL when https, else no notifications",
		func(c *Config, v string) error { c.PushContact = v; return emptyOr(v, contact) }},
	{"PUSH_ORIGINS", "", "services de notification propres à l'organisation, crus sans contrôle d'adresse, séparés par des virgules ; vide : Google, Mozilla, Apple et Microsoft seulement", "the organisation's own push services, trusted without a check of their address, separated by commas; empty: Google, Mozilla, Apple and Microsoft only",
		func(c *Config, v string) (err error) { c.PushOrigins, err = origins(v); return err }},
}

// Default is the configuration when nothing is set.
func Default() Config {
	var c Config
	for _, s := range Settings {
		if err := s.set(&c, s.Default); err != nil {
			panic("default of " + s.Name + ": " + err.Error()) // a constant of this file
		}
	}
	return c
}

// Public is how people reach the server when it listens on addr.
func (c Config) Public(addr string) string {
	switch {
	case c.BaseURL != "":
		return c.BaseURL
	case c.Domain != "":
		return "https://" + c.Domain
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "http://" + addr
	}
	if ip, err := netip.ParseAddr(host); host == "" || (err == nil && (ip.IsUnspecified() || ip.IsLoopback())) {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// tileHosts is the origin that the pages may load map tiles from.
func (c Config) tileHosts() []string {
	u, err := url.Parse(strings.ReplaceAll(c.Tiles, "{s}", "any"))
	if err != nil || u.Host == "" {
		return nil
	}
	return []string{"https://" + strings.Replace(u.Host, "any.", "*.", strings.Count(c.Tiles, "{s}."))}
}

// tileCredit names whom the map tiles come from, "" without tiles.
func (c Config) tileCredit() string {
	u, err := url.Parse(strings.ReplaceAll(c.Tiles, "{s}.", ""))
	if c.TilesCredit != "" || err != nil {
		return c.TilesCredit
	}
	return u.Hostname()
}

func filled(v string) error {
	if strings.TrimSpace(v) == "" {
		return fmt.Errorf("it must not be empty")
	}
	return nil
}

func emptyOr(v string, check func(string) error) error {
	if v == "" {
		return nil
	}
	return check(v)
}
