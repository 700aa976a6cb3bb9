// Package wire reads and writes the messages of MongoDB's protocol, as far as a proxy has to understand them.
package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// The operations that drivers send today, and the answer to the old one.
const (
	OpReply = 1
	OpQuery = 2004
	OpMsg   = 2013
)

const (
	headerSize  = 16
	maxSize     = 48_000_000
	moreToCome  = 1 << 1
	hasChecksum = 1 << 0
)

// Message is one message, header included.
type Message struct {
	Bytes []byte
}

// Read reads one message.
func Read(from io.Reader) (*Message, error) {
	header := make([]byte, headerSize)
	if _, err := io.ReadFull(from, header); err != nil {
		return nil, err
	}
	size := int(binary.LittleEndian.Uint32(header))
	if size < headerSize || size > maxSize {
		return nil, fmt.Errorf("a message of %d bytes", size)
	}
	all := make([]byte, size)
	copy(all, header)
	if _, err := io.ReadFull(from, all[headerSize:]); err != nil {
		return nil, err
	}
	return &Message{all}, nil
}

func (m *Message) field(at int) int32 { return int32(binary.LittleEndian.Uint32(m.Bytes[at:])) }

// ID is what an answer refers to.
func (m *Message) ID() int32 { return m.field(4) }

// Op is the kind of the message.
func (m *Message) Op() int32 { return m.field(12) }

// WantsAnswer says whether the sender waits for one.
func (m *Message) WantsAnswer() bool {
	return m.Op() != OpMsg || m.field(headerSize)&moreToCome == 0
}

// Command gives the command of a request, or the document of an answer.
func (m *Message) Command() (bson.D, error) {
	document, err := m.document()
	if err != nil {
		return nil, err
	}
	var command bson.D
	return command, bson.Unmarshal(document, &command)
}

func (m *Message) document() ([]byte, error) {
	rest := m.Bytes[headerSize:]
	switch m.Op() {
	case OpMsg:
		rest = rest[4:]
		for len(rest) > 5 {
			if rest[0] == 0 {
				return rest[1:], nil
			}
			size := int(binary.LittleEndian.Uint32(rest[1:]))
			if 1+size > len(rest) {
				break
			}
			rest = rest[1+size:]
		}
		return nil, errors.New("a message without a command")
	case OpQuery:
		rest = rest[4:]
		end := bytes.IndexByte(rest, 0)
		if end < 0 || len(rest) < end+9 {
			return nil, errors.New("a query without a document")
		}
		return rest[end+9:], nil
	case OpReply:
		if len(rest) < 21 {
			return nil, errors.New("an answer without a document")
		}
		return rest[20:], nil
	default:
		return nil, fmt.Errorf("operation %d is not known here", m.Op())
	}
}

// Request makes a command. Documents beside the command (kind 1) are not needed here.
func Request(id int32, command bson.D) (*Message, error) { return opMsg(id, 0, command) }

// Answer makes the answer to a request, in the form that the request asks for.
func Answer(request *Message, document bson.D) (*Message, error) {
	if request.Op() == OpMsg {
		return opMsg(request.ID(), request.ID(), document)
	}
	raw, err := bson.Marshal(document)
	if err != nil {
		return nil, err
	}
	body := make([]byte, 20, 20+len(raw))
	binary.LittleEndian.PutUint32(body, 8) // AwaitCapable
	binary.LittleEndian.PutUint32(body[16:], 1)
	return message(request.ID(), request.ID(), OpReply, append(body, raw...)), nil
}

func opMsg(id, to int32, document bson.D) (*Message, error) {
	raw, err := bson.Marshal(document)
	if err != nil {
		return nil, err
	}
	return message(id, to, OpMsg, append(make([]byte, 5), raw...)), nil
}

func message(id, to int32, op uint32, body []byte) *Message {
	all := make([]byte, headerSize, headerSize+len(body))
	binary.LittleEndian.PutUint32(all, uint32(headerSize+len(body)))
	binary.LittleEndian.PutUint32(all[4:], uint32(id))
	binary.LittleEndian.PutUint32(all[8:], uint32(to))
	binary.LittleEndian.PutUint32(all[12:], op)
	return &Message{append(all, body...)}
}

// HasDocumentsBeside says whether a request carries documents outside of its command.
func (m *Message) HasDocumentsBeside() bool {
	if m.Op() != OpMsg {
		return false
	}
	rest := m.Bytes[headerSize+4:]
	if m.field(headerSize)&hasChecksum != 0 {
		rest = rest[:len(rest)-4]
	}
	for len(rest) > 5 {
		if rest[0] == 1 {
			return true
		}
		size := int(binary.LittleEndian.Uint32(rest[1:]))
		rest = rest[min(len(rest), 1+size):]
	}
	return false
}

// Get gives a field of a document; nil if it is not there.
func Get(document bson.D, key string) any {
	for _, element := range document {
		if element.Key == key {
			return element.Value
		}
	}
	return nil
}

// Set gives a document with a field changed or added.
func Set(document bson.D, key string, value any) bson.D {
	for i, element := range document {
		if element.Key == key {
			document[i].Value = value
			return document
		}
	}
	return append(document, bson.E{Key: key, Value: value})
}
