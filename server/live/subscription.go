package live

import "slices"

// Subscription is one reader's waiting events. Its methods are for one
// goroutine; the hub writes from another.
type Subscription struct {
	hub     *Hub
	see     func(Event) bool
	ready   chan struct{} // holds a token while waiting is not empty
	ended   chan struct{}
	waiting []Event // under hub.mu
}

// Ready receives when there is something to Take.
func (s *Subscription) Ready() <-chan struct{} { return s.ready }

// Ended is closed when the hub has stopped.
func (s *Subscription) Ended() <-chan struct{} { return s.ended }

// Take returns what waits, oldest first. Of several changes of one document
// only the newest is left.
func (s *Subscription) Take() []Event {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	all := s.waiting
	s.waiting = nil
	return all
}

// Close ends the subscription. A second Close does nothing.
func (s *Subscription) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	delete(s.hub.subs, s)
}

// put is called with hub.mu held.
func (s *Subscription) put(e Event) {
	same := func(w Event) bool { return w.Kind == e.Kind && w.ID == e.ID }
	switch i := slices.IndexFunc(s.waiting, same); {
	case e.Resync || (i < 0 && len(s.waiting) >= queue):
		s.waiting = []Event{{Resync: true}}
	case i >= 0:
		s.waiting = slices.Delete(s.waiting, i, i+1)
		s.waiting = append(s.waiting, e)
	default:
		s.waiting = append(s.waiting, e)
	}
	select {
	case s.ready <- struct{}{}:
	default:
	}
}
