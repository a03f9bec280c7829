//lint:file-ignore SA1019 the driver still opens each connection with OP_QUERY, so the peer must read it

package mongo_test

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/wiremessage"
)

// peer plays a replica set's primary from a script. It speaks enough of the wire
// protocol for the driver: OP_QUERY for the first hello, OP_MSG for the rest.
type peer struct {
	t          *testing.T
	listener   net.Listener
	standalone bool
	answer     func(call) reply

	mu    sync.Mutex
	seen  []call
	conns map[net.Conn]bool
	wg    sync.WaitGroup
}

// call is one command as the peer got it; document sequences are arrays in it.
type call struct {
	name string
	body bson.M
	nth  int // how many commands of this name came before
}

// reply is what the peer does: it answers doc, or closes the connection.
type reply struct {
	doc  bson.D
	drop bool
}

var ok = reply{doc: bson.D{{Key: "ok", Value: 1}}}

func written(n int) reply {
	return reply{doc: bson.D{{Key: "ok", Value: 1}, {Key: "n", Value: n}, {Key: "nModified", Value: n}}}
}

// batch answers aggregate (first) and getMore (next) with documents.
func batch(key string, cursor int64, token string, docs ...any) reply {
	return reply{doc: bson.D{{Key: "ok", Value: 1}, {Key: "cursor", Value: bson.D{
		{Key: "id", Value: cursor}, {Key: "ns", Value: "portage.$cmd.aggregate"}, {Key: key, Value: append(bson.A{}, docs...)},
		{Key: "postBatchResumeToken", Value: bson.D{{Key: "_data", Value: token}}},
	}}}}
}

func serverError(code int32, name string) reply {
	return reply{doc: bson.D{{Key: "ok", Value: 0}, {Key: "code", Value: code}, {Key: "codeName", Value: name}, {Key: "errmsg", Value: name}}}
}

// start listens until the test ends.
func start(t *testing.T, p *peer) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.t, p.listener, p.conns = t, listener, map[net.Conn]bool{}
	p.wg.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			p.mu.Lock()
			p.conns[conn] = true
			p.mu.Unlock()
			p.wg.Go(func() { p.serve(conn) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		p.mu.Lock()
		for c := range p.conns {
			_ = c.Close()
		}
		p.mu.Unlock()
		p.wg.Wait()
	})
	return "mongodb://" + listener.Addr().String() + "/portage?directConnection=false&replicaSet=portage"
}

// calls returns the commands of one name, in order.
func (p *peer) calls(name string) []call {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []call
	for _, c := range p.seen {
		if c.name == name {
			out = append(out, c)
		}
	}
	return out
}

func (p *peer) serve(conn net.Conn) {
	defer conn.Close()
	for {
		msg, err := readMessage(conn)
		if err != nil {
			return
		}
		_, id, _, op, rest, _ := wiremessage.ReadHeader(msg)
		name, body, err := command(op, rest)
		if err != nil {
			p.t.Errorf("peer: %v", err)
			return
		}
		r := p.reply(name, body)
		if r.drop {
			return
		}
		raw, err := bson.Marshal(r.doc)
		if err != nil {
			p.t.Errorf("peer: %v", err)
			return
		}
		if _, err := conn.Write(envelope(op, id, raw)); err != nil {
			return
		}
	}
}

func (p *peer) reply(name string, body bson.M) reply {
	switch name {
	case "hello", "isMaster", "ismaster":
		return p.hello()
	case "endSessions", "killCursors":
		return ok
	case "createIndexes":
		return ok
	}
	c := call{name: name, body: body, nth: len(p.calls(name))}
	p.mu.Lock()
	p.seen = append(p.seen, c)
	p.mu.Unlock()
	return p.answer(c)
}

func (p *peer) hello() reply {
	addr := p.listener.Addr().String()
	d := bson.D{
		{Key: "ok", Value: 1}, {Key: "isWritablePrimary", Value: true}, {Key: "ismaster", Value: true},
		{Key: "maxBsonObjectSize", Value: 16 << 20}, {Key: "maxMessageSizeBytes", Value: 48000000}, {Key: "maxWriteBatchSize", Value: 100000},
		{Key: "minWireVersion", Value: 0}, {Key: "maxWireVersion", Value: 21}, {Key: "logicalSessionTimeoutMinutes", Value: 30},
	}
	if !p.standalone {
		d = append(d, bson.E{Key: "setName", Value: "portage"}, bson.E{Key: "setVersion", Value: 1},
			bson.E{Key: "hosts", Value: bson.A{addr}}, bson.E{Key: "me", Value: addr}, bson.E{Key: "primary", Value: addr})
	}
	return reply{doc: d}
}

func readMessage(r io.Reader) ([]byte, error) {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint32(size[:])
	if n < 16 || n > 64<<20 {
		return nil, errors.New("message size")
	}
	msg := make([]byte, n)
	copy(msg, size[:])
	_, err := io.ReadFull(r, msg[4:])
	return msg, err
}

// command takes the command out of an OP_QUERY or OP_MSG.
func command(op wiremessage.OpCode, rest []byte) (string, bson.M, error) {
	var doc bson.Raw
	body := bson.M{}
	switch op {
	case wiremessage.OpQuery:
		_, rest, _ = wiremessage.ReadQueryFlags(rest)
		_, rest, _ = wiremessage.ReadQueryFullCollectionName(rest)
		_, rest, _ = wiremessage.ReadQueryNumberToSkip(rest)
		_, rest, _ = wiremessage.ReadQueryNumberToReturn(rest)
		d, _, ok := wiremessage.ReadQueryQuery(rest)
		if !ok {
			return "", nil, errors.New("unreadable OP_QUERY")
		}
		doc = bson.Raw(d)
	case wiremessage.OpMsg:
		_, rest, _ = wiremessage.ReadMsgFlags(rest)
		for len(rest) > 4 {
			var kind wiremessage.SectionType
			kind, rest, _ = wiremessage.ReadMsgSectionType(rest)
			if kind == wiremessage.SingleDocument {
				d, r, ok := wiremessage.ReadMsgSectionSingleDocument(rest)
				if !ok {
					return "", nil, errors.New("unreadable section")
				}
				doc, rest = bson.Raw(d), r
				continue
			}
			name, docs, r, ok := wiremessage.ReadMsgSectionDocumentSequence(rest)
			if !ok {
				return "", nil, errors.New("unreadable sequence")
			}
			list := bson.A{}
			for _, d := range docs {
				var m bson.M
				if err := bson.Unmarshal(d, &m); err != nil {
					return "", nil, err
				}
				list = append(list, m)
			}
			body[name], rest = list, r
		}
	default:
		return "", nil, errors.New("unknown opcode")
	}
	elements, err := doc.Elements()
	if err != nil || len(elements) == 0 {
		return "", nil, errors.New("empty command")
	}
	var m bson.M
	if err := bson.Unmarshal(doc, &m); err != nil {
		return "", nil, err
	}
	for k, v := range m {
		body[k] = v
	}
	return elements[0].Key(), body, nil
}

func envelope(op wiremessage.OpCode, to int32, doc bson.Raw) []byte {
	var at int32
	var out []byte
	if op == wiremessage.OpQuery {
		at, out = wiremessage.AppendHeaderStart(nil, 1, to, wiremessage.OpReply)
		out = wiremessage.AppendReplyFlags(out, 0)
		out = wiremessage.AppendReplyCursorID(out, 0)
		out = wiremessage.AppendReplyStartingFrom(out, 0)
		out = wiremessage.AppendReplyNumberReturned(out, 1)
		out = append(out, doc...)
	} else {
		at, out = wiremessage.AppendHeaderStart(nil, 1, to, wiremessage.OpMsg)
		out = wiremessage.AppendMsgFlags(out, 0)
		out = wiremessage.AppendMsgSectionType(out, wiremessage.SingleDocument)
		out = append(out, doc...)
	}
	binary.LittleEndian.PutUint32(out[at:], uint32(len(out)))
	return out
}
