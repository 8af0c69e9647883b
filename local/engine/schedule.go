package engine

import (
	"container/heap"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// job is one open rollout.
type job struct {
	id       rollout.ID
	due      time.Time
	place    int  // in the queue, or running
	again    bool // a wake came while it was running
	failures int  // in a row
}

// running is the place of a job that has been taken.
const running = -1

// schedule knows every open rollout and when it is due. A job that is being
// ticked is known but not in the queue, so it can't be taken twice.
type schedule struct {
	jobs  map[rollout.ID]*job
	queue queue
}

func newSchedule() schedule { return schedule{jobs: map[rollout.ID]*job{}} }

// wake makes the job due now, or again after the tick that runs.
func (s *schedule) wake(id rollout.ID, now time.Time) {
	j, known := s.jobs[id]
	switch {
	case !known:
		j = &job{id: id, due: now}
		s.jobs[id] = j
		heap.Push(&s.queue, j)
	case j.place == running:
		j.again = true
	case j.due.After(now):
		j.due = now
		heap.Fix(&s.queue, j.place)
	}
}

// take gives the job that has been due for longest, or nil and when the next one
// will be: the zero time if there is none.
func (s *schedule) take(now time.Time) (*job, time.Time) {
	if len(s.queue) == 0 {
		return nil, time.Time{}
	}
	if first := s.queue[0]; first.due.After(now) {
		return nil, first.due
	}
	j, _ := heap.Pop(&s.queue).(*job)
	return j, time.Time{}
}

// put gives a taken job back. The zero time for next forgets it, unless it was
// woken meanwhile.
func (s *schedule) put(j *job, now, next time.Time) {
	switch {
	case j.again:
		j.again, next = false, now
	case next.IsZero():
		delete(s.jobs, j.id)
		return
	}
	j.due = next
	heap.Push(&s.queue, j)
}

// queue is a heap.Interface of jobs, the one that is due first in front.
type queue []*job

// Len, Less, Swap, Push and Pop are for package heap.
func (q queue) Len() int { return len(q) }

func (q queue) Less(a, b int) bool {
	if q[a].due.Equal(q[b].due) {
		return q[a].id < q[b].id
	}
	return q[a].due.Before(q[b].due)
}

func (q queue) Swap(a, b int) {
	q[a], q[b] = q[b], q[a]
	q[a].place, q[b].place = a, b
}

func (q *queue) Push(x any) {
	j, _ := x.(*job)
	j.place = len(*q)
	*q = append(*q, j)
}

func (q *queue) Pop() any {
	last := len(*q) - 1
	j := (*q)[last]
	j.place = running
	*q = (*q)[:last]
	return j
}
