package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/smtp"
	"net/textproto"
	"time"
)

// The ways to protect the way to the mail server.
const (
	StartTLS = "starttls" // asked for after the greeting, and insisted on
	TLS      = "tls"      // from the first byte
	Plain    = "off"      // a relay on the same machine or network
)

// Server is the town's mail server. The zero value is none.
type Server struct {
	Addr     string // host:port
	User     string // "" when it asks for none
	Password string
	From     string // address, such as portage@town.example
	Security string
	Roots    *x509.CertPool // nil: the system's
}

// patience bounds one delivery, whatever the other side does.
const patience = time.Minute

// ErrRefused says that the mail server will not take this letter later either.
var ErrRefused = errors.New("mail: refused for good")

// deliver hands one letter over. nil means that the server has taken it.
func (s Server) deliver(ctx context.Context, to string, letter []byte) error {
	host, _, err := net.SplitHostPort(s.Addr)
	if err != nil {
		return fmt.Errorf("mail: address of the server: %w", err)
	}
	conn, err := s.dial(ctx, host)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil { // of the network, not of the service's clock
		return fmt.Errorf("mail: %w", err)
	}
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return final(s.talk(c, host, to, letter))
}

func (s Server) dial(ctx context.Context, host string) (net.Conn, error) {
	dialer := &net.Dialer{Timeout: 20 * time.Second}
	if s.Security == TLS {
		return (&tls.Dialer{NetDialer: dialer, Config: s.tls(host)}).DialContext(ctx, "tcp", s.Addr)
	}
	return dialer.DialContext(ctx, "tcp", s.Addr)
}

func (s Server) tls(host string) *tls.Config {
	return &tls.Config{ServerName: host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
}

func (s Server) talk(c *smtp.Client, host, to string, letter []byte) error {
	if s.Security == StartTLS {
		if offered, _ := c.Extension("STARTTLS"); !offered {
			return errors.New("mail: the server offers no STARTTLS")
		}
		if err := c.StartTLS(s.tls(host)); err != nil {
			return fmt.Errorf("mail: starttls: %w", later(err))
		}
	}
	if s.User != "" {
		if err := c.Auth(smtp.PlainAuth("", s.User, s.Password, host)); err != nil {
			return fmt.Errorf("mail: sign in: %w", later(err)) // a password may be set right
		}
	}
	if err := c.Mail(s.From); err != nil {
		return fmt.Errorf("mail: sender: %w", later(err))
	}
	if err := c.Rcpt(to); err != nil {
		return fmt.Errorf("mail: recipient: %w", err)
	}
	w, err := c.Data()
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if _, err := w.Write(letter); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	// The letter is taken: what goes wrong with the good-bye must not send it again.
	_ = c.Quit()
	return nil
}

// later hides the reply code of what an administrator can mend.
func later(err error) error { return errors.New(err.Error()) }

// final marks what the server will never take.
func final(err error) error {
	if reply := (*textproto.Error)(nil); errors.As(err, &reply) && reply.Code >= 500 {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}
