package deployed

import (
	"fmt"
	"maps"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

// The queues.
const (
	jobs   = "jobs.fifo"
	urgent = "urgent.fifo"
	dead   = "dead.fifo"
	told   = "told" // what the topic tells
)

type queue struct{ url, arn string }

// createQueues makes the two queues, and one for what nobody could handle. What
// fails comes again soon: on AWS it takes six times as long as the function may.
func (d *Deployment) createQueues() {
	d.queues = map[string]queue{}
	fifo := map[string]string{"FifoQueue": "true", "VisibilityTimeout": "2"}
	d.createQueue(dead, fifo)
	fifo = maps.Clone(fifo)
	fifo["RedrivePolicy"] = fmt.Sprintf(`{"deadLetterTargetArn":%q,"maxReceiveCount":%d}`, d.queues[dead].arn, d.o.Tries)
	d.createQueue(jobs, fifo)
	d.createQueue(urgent, fifo)
}

func (d *Deployment) createQueue(name string, attributes map[string]string) {
	client := sqs.NewFromConfig(d.AWS)
	made, err := client.CreateQueue(d.t.Context(), &sqs.CreateQueueInput{QueueName: &name, Attributes: attributes})
	d.must(err)
	got, err := client.GetQueueAttributes(d.t.Context(), &sqs.GetQueueAttributesInput{QueueUrl: made.QueueUrl, AttributeNames: []types.QueueAttributeName{types.QueueAttributeNameQueueArn}})
	d.must(err)
	d.queues[name] = queue{*made.QueueUrl, got.Attributes["QueueArn"]}
}

// createTopic makes the topic that hears of a last resort, and a queue that listens.
func (d *Deployment) createTopic() {
	client := sns.NewFromConfig(d.AWS)
	made, err := client.CreateTopic(d.t.Context(), &sns.CreateTopicInput{Name: aws.String("slipway")})
	d.must(err)
	d.topic = *made.TopicArn
	d.createQueue(told, nil)
	_, err = client.Subscribe(d.t.Context(), &sns.SubscribeInput{
		TopicArn: &d.topic, Protocol: aws.String("sqs"), Endpoint: aws.String(d.queues[told].arn), Attributes: map[string]string{"RawMessageDelivery": "true"},
	})
	d.must(err)
}

// Told is what the topic has told since somebody last asked.
func (d *Deployment) Told() (all []string) {
	d.t.Helper()
	client, url := sqs.NewFromConfig(d.AWS), d.queues[told].url
	got, err := client.ReceiveMessage(d.t.Context(), &sqs.ReceiveMessageInput{QueueUrl: &url, MaxNumberOfMessages: 10})
	d.must(err)
	for _, m := range got.Messages {
		all = append(all, *m.Body)
		_, err := client.DeleteMessage(d.t.Context(), &sqs.DeleteMessageInput{QueueUrl: &url, ReceiptHandle: m.ReceiptHandle})
		d.must(err)
	}
	return all
}

// Jobs is how many messages wait to be done, and Dead how many were given up and
// wait to be told of; each with those that somebody is at.
func (d *Deployment) Jobs() int { return d.waiting(jobs) + d.waiting(urgent) }

// Dead is how many messages were given up; see Jobs.
func (d *Deployment) Dead() int { return d.waiting(dead) }

func (d *Deployment) waiting(name string) (n int) {
	d.t.Helper()
	got, err := sqs.NewFromConfig(d.AWS).GetQueueAttributes(d.t.Context(), &sqs.GetQueueAttributesInput{QueueUrl: aws.String(d.queues[name].url), AttributeNames: []types.QueueAttributeName{
		types.QueueAttributeNameApproximateNumberOfMessages, types.QueueAttributeNameApproximateNumberOfMessagesNotVisible,
	}})
	d.must(err)
	for _, count := range got.Attributes {
		one, err := strconv.Atoi(count)
		d.must(err)
		n += one
	}
	return n
}

// Send puts a message on the queue of jobs, as nobody but the front should.
func (d *Deployment) Send(id, body string) {
	d.t.Helper()
	_, err := sqs.NewFromConfig(d.AWS).SendMessage(d.t.Context(), &sqs.SendMessageInput{
		QueueUrl: aws.String(d.queues[jobs].url), MessageBody: &body, MessageGroupId: aws.String("test"), MessageDeduplicationId: &id,
	})
	d.must(err)
}
