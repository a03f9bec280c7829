package push_test

import (
	"crypto/rand"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/push"
)

// listener counts connections on a loopback port.
type listener struct {
	net.Listener
	hits atomic.Int64
}

func listen(t *testing.T) *listener {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &listener{Listener: ln}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			l.hits.Add(1)
			_ = c.Close()
		}
	}()
	t.Cleanup(func() { _ = ln.Close(); <-done })
	return l
}

// Cases 36 and 37: nothing but the browsers' own push services is taken.
func TestEndpointsElsewhereAreRefused(t *testing.T) {
	w := newTown(t)
	trap := listen(t)
	_, port, _ := net.SplitHostPort(trap.Addr().String())
	bad := []string{
		"", "x", "/relative", "https://", "https://fcm.googleapis.com", "https://fcm.googleapis.com/",
		"https://127.0.0.1:" + port + "/x", "http://127.0.0.1:" + port + "/x", "https://[::1]:" + port + "/x",
		"https://[::ffff:127.0.0.1]/x", "https://[::ffff:7f00:1]/x", "https://0x7f000001/x", "https://2130706433/x", "https://0177.0.0.1/x",
		"https://127.1/x", "https://localhost/x", "https://localhost./x", "https://169.254.169.254/latest/meta-data",
		"https://10.0.0.1/x", "https://192.168.1.1/x", "https://mongo:27017/x", "https://fcm.googleapis.com:27017/x",
		"http://fcm.googleapis.com/x", "file:///etc/passwd", "ftp://fcm.googleapis.com/x", "HTTPS:fcm.googleapis.com/x",
		"https://fcm.googleapis.com.evil.test/x", "https://evil.test/?fcm.googleapis.com", "https://evil.test/#fcm.googleapis.com/",
		"https://fcm.googleapis.com@evil.test/x", "https://user@fcm.googleapis.com/x", "https://evil.test\\@fcm.googleapis.com/x",
		"https://FCM.googleapis.com/x", "https://fcm.googleapis.com./x", "https://fcm.googleapis.com%2eevil.test/x",
		"https://evilfcm.googleapis.com/x", "https://evilpush.apple.com/x", "https://push.apple.com.evil.test/x", "https://evil-notify.windows.com/x",
		"https://xn--fm-oia.googleapis.com/x", "https://fcm.googleapis.cоm/x", "https://evil.test/fcm.googleapis.com/x",
		"https://fcm.googleapis.com/x\r\nHost: evil.test", "https://fcm.googleapis.com\t/x", " https://fcm.googleapis.com/x",
		"https://fcm.googleapis.com/" + strings.Repeat("a", 1000), w.far.URL + "@evil.test/x", w.far.URL + ".evil.test/x",
		strings.Replace(w.far.URL, "http:", "https:", 1) + "/x",
	}
	for _, endpoint := range bad {
		_, err := w.push.Subscribe(w.ctx, ana, w.subscription(newBrowser(t, endpoint)))
		if f := fault.From(err); err == nil || f.Code != "push.endpoint" || f.Kind != fault.Invalid {
			t.Errorf("%q: %v", endpoint, err)
		}
	}
	for _, endpoint := range []string{
		"https://fcm.googleapis.com/fcm/send/abc:def", "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
		"https://web.push.apple.com/QO", "https://wns2-par02p.notify.windows.com/w/?token=abc", "https://fcm.googleapis.com:443/fcm/send/x",
	} {
		if _, err := w.push.Subscribe(w.ctx, idriss, w.subscription(newBrowser(t, endpoint))); err != nil {
			t.Errorf("%q: %v", endpoint, err)
		}
	}
	if n := trap.hits.Load(); n != 0 {
		t.Errorf("%d connections to loopback", n)
	}
}

func TestKeysOfSubscriptionsAreChecked(t *testing.T) {
	w := newTown(t)
	good := w.subscription(newBrowser(t, w.far.URL+"/201/x"))
	for name, change := range map[string]func(*push.Subscription){
		"not a point":  func(s *push.Subscription) { s.P256dh = strings.Repeat("A", 87) },
		"no key":       func(s *push.Subscription) { s.P256dh = "" },
		"short secret": func(s *push.Subscription) { s.Auth = "AAAA" },
		"not base64":   func(s *push.Subscription) { s.Auth = "!!!!" },
	} {
		s := good
		change(&s)
		if _, err := w.push.Subscribe(w.ctx, ana, s); fault.From(err).Code != "push.keys" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Case 38: a name on the list that leads inside is refused when it is dialled.
func TestTheDialRefusesInnerAddresses(t *testing.T) {
	trap := listen(t)
	b := newBrowser(t, "https://"+trap.Addr().String()+"/x") // as if a listed name led there
	m := push.Message{Endpoint: b.endpoint, P256dh: b.p256dh, Auth: b.auth, Key: key(t), Body: []byte("{}"), TTL: time.Minute}
	sender := push.NewWebSender("mailto:a@b.example", push.Patience)
	if _, err := sender.Send(t.Context(), m); err == nil || !strings.Contains(err.Error(), "not a public one") {
		t.Errorf("said %v", err)
	} else if strings.Contains(err.Error(), trap.Addr().String()+"/x") {
		t.Error("the error tells the endpoint")
	}
	if n := trap.hits.Load(); n != 0 {
		t.Errorf("%d connections to loopback", n)
	}
	m.Trusted, m.Endpoint = true, "http://"+trap.Addr().String()+"/x"
	_, _ = sender.Send(t.Context(), m) // the control: the trap does count
	if trap.hits.Load() == 0 {
		t.Error("the trap counts nothing")
	}
}

func TestOnlyPublicAddressesAreDialled(t *testing.T) {
	for address, ok := range map[string]bool{
		"8.8.8.8:443": true, "[2a00:1450:4007:80e::200a]:443": true,
		"127.0.0.1:443": false, "[::1]:443": false, "[::ffff:127.0.0.1]:443": false, "10.1.2.3:443": false, "172.16.0.1:443": false,
		"192.168.0.1:443": false, "169.254.169.254:80": false, "100.64.0.1:443": false, "0.0.0.0:443": false, "[::]:443": false,
		"224.0.0.1:443": false, "255.255.255.255:443": false, "[fe80::1%eth0]:443": false, "[fc00::1]:443": false, "[ff02::1]:443": false,
		"[64:ff9b::7f00:1]:443": false, "[2002:7f00:1::]:443": false, "[::ffff:10.0.0.1]:443": false, "198.18.0.1:443": false,
		"240.0.0.1:443": false, "/run/socket": false, "": false,
	} {
		if err := push.CheckAddress(address); (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func key(t *testing.T) push.Key {
	t.Helper()
	k, err := push.MakeKey(time.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func FuzzEndpoint(f *testing.F) {
	for _, s := range []string{"https://fcm.googleapis.com/x", "https://a@fcm.googleapis.com/x", "https://fcm.googleapis.com\\@evil/x", "http://[::1]/x"} {
		f.Add(s)
	}
	p, err := push.New(push.Options{Store: nil, Contact: "mailto:a@b.example"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, endpoint string) {
		host, ok := push.Reaches(p, endpoint)
		if !ok {
			return
		}
		for _, name := range []string{"fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com"} {
			if host == name || strings.HasSuffix(host, "."+name) {
				return
			}
		}
		t.Errorf("%q reaches %q", endpoint, host)
	})
}
