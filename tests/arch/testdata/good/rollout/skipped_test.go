package rollout

func init() {}
