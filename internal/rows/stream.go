package rows

import (
	"runtime"
	"sync"

	"github.com/capplan/capplan/internal/sweep"
)

// Sink takes the blocks of a sweep.
type Sink interface {
	// Prepare makes of a block what Write takes with it, in the buffer, which may be used again. It may round the block's numbers to the digits that are
	// published. Many goroutines call it, for other blocks.
	Prepare(b *sweep.Block, buf []byte) []byte
	// Write takes the blocks one by one, in order.
	Write(b *sweep.Block, buf []byte) error
	// Close writes what stands after the last row.
	Close() error
}

// Options say how rows are computed.
type Options struct {
	Workers int            // 0: one a processor
	Block   int            // rows that are computed at once
	Done    func(rows int) // told how many rows have been written, if not nil
}

// piece is a block on its way.
type piece struct {
	block *sweep.Block
	texts [][]byte // by sink
	ready chan struct{}
}

// Write computes rows first to last of a sweep and gives them to the sinks, which it closes. It stops at the first error.
func Write(s *sweep.Sweep, first, last int, o Options, sinks ...Sink) error {
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	flying := 2*workers + 2
	free, todo, order := make(chan *piece, flying), make(chan *piece, flying), make(chan *piece, flying)
	for range flying {
		free <- nil
	}
	quit := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(todo)
		defer close(order)
		for at := first; at <= last; at += o.Block {
			var p *piece
			select {
			case p = <-free:
			case <-quit:
				return
			}
			if p == nil {
				p = &piece{sweep.NewBlock(s.Columns(), min(o.Block, last-first+1)), make([][]byte, len(sinks)), make(chan struct{}, 1)}
			}
			p.block.First, p.block.N = at, min(o.Block, last-at+1)
			todo <- p
			order <- p
		}
	})
	for range workers {
		wg.Go(func() {
			w := s.NewWorker()
			for p := range todo {
				w.Fill(p.block)
				for i, sink := range sinks {
					p.texts[i] = sink.Prepare(p.block, p.texts[i][:0])
				}
				p.ready <- struct{}{}
			}
		})
	}
	var err error
	for p := range order {
		<-p.ready
		if err != nil {
			continue // whatever was begun is brought to its end
		}
		for i, sink := range sinks {
			if err = sink.Write(p.block, p.texts[i]); err != nil {
				close(quit)
				break
			}
		}
		if err == nil && o.Done != nil {
			o.Done(p.block.First - first + p.block.N)
		}
		free <- p
	}
	wg.Wait()
	for _, sink := range sinks {
		if e := sink.Close(); err == nil {
			err = e
		}
	}
	return err
}
