package mail_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// postOffice is a mail server on this machine: STARTTLS, one account, and
// whatever answer to DATA the test asks for.
type postOffice struct {
	addr  string
	roots *x509.CertPool
	cert  tls.Certificate

	mu       sync.Mutex
	received []string // envelope recipient, an empty line, the letter
	rcpt     string   // answer to RCPT, "" for yes
	noTLS    bool
	secret   string // base64 of what AUTH PLAIN sent
}

func openPostOffice(t *testing.T) *postOffice {
	t.Helper()
	p := &postOffice{roots: x509.NewCertPool()}
	p.cert = certificate(t, p.roots)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.addr = strings.Replace(ln.Addr().String(), "127.0.0.1", "localhost", 1)
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			all.Go(func() { p.serve(c) })
		}
	})
	t.Cleanup(func() { _ = ln.Close(); all.Wait() })
	return p
}

// serve talks to one client until it leaves.
func (p *postOffice) serve(c net.Conn) {
	defer func() { _ = c.Close() }()
	r := bufio.NewReader(c)
	say := func(s string) { _, _ = fmt.Fprintf(c, "%s\r\n", s) }
	say("220 mail.test")
	to, safe := "", false
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		p.mu.Lock()
		rcpt, noTLS := p.rcpt, p.noTLS
		p.mu.Unlock()
		switch strings.ToUpper(verb) {
		case "EHLO":
			if safe {
				say("250-mail.test\r\n250 AUTH PLAIN")
			} else if noTLS {
				say("250 mail.test")
			} else {
				say("250-mail.test\r\n250 STARTTLS")
			}
		case "STARTTLS":
			say("220 go")
			s := tls.Server(c, &tls.Config{Certificates: []tls.Certificate{p.cert}, MinVersion: tls.VersionTLS12})
			c, r, safe = s, bufio.NewReader(s), true
		case "AUTH":
			p.mu.Lock()
			p.secret = strings.TrimPrefix(rest, "PLAIN ")
			p.mu.Unlock()
			say("235 welcome")
		case "MAIL":
			say("250 ok")
		case "RCPT":
			if rcpt != "" {
				say(rcpt)
				continue
			}
			to = rest
			say("250 ok")
		case "DATA":
			say("354 go on")
			var b strings.Builder
			for {
				l, err := r.ReadString('\n')
				if err != nil {
					return
				}
				if l == ".\r\n" {
					break
				}
				b.WriteString(strings.TrimPrefix(l, "."))
			}
			p.mu.Lock()
			p.received = append(p.received, to+"\n\n"+b.String())
			p.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("500 what")
		}
	}
}

func (p *postOffice) letters() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.received...)
}

func (p *postOffice) refuse(answer string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rcpt = answer
}

func (p *postOffice) account() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	raw, _ := base64.StdEncoding.DecodeString(p.secret)
	return string(raw)
}

func certificate(t *testing.T, roots *x509.CertPool) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	raw, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}
}
