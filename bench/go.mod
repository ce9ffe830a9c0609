module bench

go 1.18
