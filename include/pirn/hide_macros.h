/* A macro of the program that has the name of a parameter, a member or
 * a local in these headers is put away while they are read, and comes
 * back by show_macros.h. Written by scripts/write-hidden-macros. */
#pragma push_macro("ALLOCATION")
#ifdef ALLOCATION
#undef ALLOCATION
#endif
#pragma push_macro("AT_FDCWD")
#ifdef AT_FDCWD
#undef AT_FDCWD
#endif
#pragma push_macro("AT_SYMLINK_NOFOLLOW")
#ifdef AT_SYMLINK_NOFOLLOW
#undef AT_SYMLINK_NOFOLLOW
#endif
#pragma push_macro("CALL")
#ifdef CALL
#undef CALL
#endif
#pragma push_macro("CANCEL")
#ifdef CANCEL
#undef CANCEL
#endif
#pragma push_macro("DT_DIR")
#ifdef DT_DIR
#undef DT_DIR
#endif
#pragma push_macro("DT_UNKNOWN")
#ifdef DT_UNKNOWN
#undef DT_UNKNOWN
#endif
#pragma push_macro("FD")
#ifdef FD
#undef FD
#endif
#pragma push_macro("FIONREAD")
#ifdef FIONREAD
#undef FIONREAD
#endif
#pragma push_macro("FIRST")
#ifdef FIRST
#undef FIRST
#endif
#pragma push_macro("F_GETFL")
#ifdef F_GETFL
#undef F_GETFL
#endif
#pragma push_macro("IFTODT")
#ifdef IFTODT
#undef IFTODT
#endif
#pragma push_macro("IN_CLOEXEC")
#ifdef IN_CLOEXEC
#undef IN_CLOEXEC
#endif
#pragma push_macro("IN_IGNORED")
#ifdef IN_IGNORED
#undef IN_IGNORED
#endif
#pragma push_macro("IN_NONBLOCK")
#ifdef IN_NONBLOCK
#undef IN_NONBLOCK
#endif
#pragma push_macro("IS_OVER")
#ifdef IS_OVER
#undef IS_OVER
#endif
#pragma push_macro("KIND")
#ifdef KIND
#undef KIND
#endif
#pragma push_macro("MOST")
#ifdef MOST
#undef MOST
#endif
#pragma push_macro("NAME")
#ifdef NAME
#undef NAME
#endif
#pragma push_macro("NONE")
#ifdef NONE
#undef NONE
#endif
#pragma push_macro("NOTHING")
#ifdef NOTHING
#undef NOTHING
#endif
#pragma push_macro("O_CLOEXEC")
#ifdef O_CLOEXEC
#undef O_CLOEXEC
#endif
#pragma push_macro("O_CREAT")
#ifdef O_CREAT
#undef O_CREAT
#endif
#pragma push_macro("O_DIRECTORY")
#ifdef O_DIRECTORY
#undef O_DIRECTORY
#endif
#pragma push_macro("O_NOFOLLOW")
#ifdef O_NOFOLLOW
#undef O_NOFOLLOW
#endif
#pragma push_macro("O_NONBLOCK")
#ifdef O_NONBLOCK
#undef O_NONBLOCK
#endif
#pragma push_macro("O_PATH")
#ifdef O_PATH
#undef O_PATH
#endif
#pragma push_macro("O_RDONLY")
#ifdef O_RDONLY
#undef O_RDONLY
#endif
#pragma push_macro("O_TRUNC")
#ifdef O_TRUNC
#undef O_TRUNC
#endif
#pragma push_macro("RUN")
#ifdef RUN
#undef RUN
#endif
#pragma push_macro("RWF_NOWAIT")
#ifdef RWF_NOWAIT
#undef RWF_NOWAIT
#endif
#pragma push_macro("SENTENCE")
#ifdef SENTENCE
#undef SENTENCE
#endif
#pragma push_macro("SIZE_MAX")
#ifdef SIZE_MAX
#undef SIZE_MAX
#endif
#pragma push_macro("T")
#ifdef T
#undef T
#endif
#pragma push_macro("TEXT")
#ifdef TEXT
#undef TEXT
#endif
#pragma push_macro("V")
#ifdef V
#undef V
#endif
#pragma push_macro("WHAT")
#ifdef WHAT
#undef WHAT
#endif
#pragma push_macro("_recompile_it_with_this_pirn")
#ifdef _recompile_it_with_this_pirn
#undef _recompile_it_with_this_pirn
#endif
#pragma push_macro("a")
#ifdef a
#undef a
#endif
#pragma push_macro("abi")
#ifdef abi
#undef abi
#endif
#pragma push_macro("accepting")
#ifdef accepting
#undef accepting
#endif
#pragma push_macro("acceptor")
#ifdef acceptor
#undef acceptor
#endif
#pragma push_macro("add_watch")
#ifdef add_watch
#undef add_watch
#endif
#pragma push_macro("address")
#ifdef address
#undef address
#endif
#pragma push_macro("address_sanitizer")
#ifdef address_sanitizer
#undef address_sanitizer
#endif
#pragma push_macro("align")
#ifdef align
#undef align
#endif
#pragma push_macro("all")
#ifdef all
#undef all
#endif
#pragma push_macro("always_inline")
#ifdef always_inline
#undef always_inline
#endif
#pragma push_macro("any")
#ifdef any
#undef any
#endif
#pragma push_macro("arg")
#ifdef arg
#undef arg
#endif
#pragma push_macro("arguments")
#ifdef arguments
#undef arguments
#endif
#pragma push_macro("argv")
#ifdef argv
#undef argv
#endif
#pragma push_macro("arrived")
#ifdef arrived
#undef arrived
#endif
#pragma push_macro("artificial")
#ifdef artificial
#undef artificial
#endif
#pragma push_macro("as_threads")
#ifdef as_threads
#undef as_threads
#endif
#pragma push_macro("at")
#ifdef at
#undef at
#endif
#pragma push_macro("at_mark")
#ifdef at_mark
#undef at_mark
#endif
#pragma push_macro("at_once")
#ifdef at_once
#undef at_once
#endif
#pragma push_macro("attempt")
#ifdef attempt
#undef attempt
#endif
#pragma push_macro("b")
#ifdef b
#undef b
#endif
#pragma push_macro("backlog")
#ifdef backlog
#undef backlog
#endif
#pragma push_macro("barrier_wait")
#ifdef barrier_wait
#undef barrier_wait
#endif
#pragma push_macro("base")
#ifdef base
#undef base
#endif
#pragma push_macro("before")
#ifdef before
#undef before
#endif
#pragma push_macro("begin")
#ifdef begin
#undef begin
#endif
#pragma push_macro("begun")
#ifdef begun
#undef begun
#endif
#pragma push_macro("behind")
#ifdef behind
#undef behind
#endif
#pragma push_macro("binding")
#ifdef binding
#undef binding
#endif
#pragma push_macro("bindings")
#ifdef bindings
#undef bindings
#endif
#pragma push_macro("block")
#ifdef block
#undef block
#endif
#pragma push_macro("blocks")
#ifdef blocks
#undef blocks
#endif
#pragma push_macro("breaks")
#ifdef breaks
#undef breaks
#endif
#pragma push_macro("budget")
#ifdef budget
#undef budget
#endif
#pragma push_macro("buf")
#ifdef buf
#undef buf
#endif
#pragma push_macro("but_times")
#ifdef but_times
#undef but_times
#endif
#pragma push_macro("bytes")
#ifdef bytes
#undef bytes
#endif
#pragma push_macro("c")
#ifdef c
#undef c
#endif
#pragma push_macro("call")
#ifdef call
#undef call
#endif
#pragma push_macro("caller")
#ifdef caller
#undef caller
#endif
#pragma push_macro("can_move")
#ifdef can_move
#undef can_move
#endif
#pragma push_macro("cancel")
#ifdef cancel
#undef cancel
#endif
#pragma push_macro("capacity")
#ifdef capacity
#undef capacity
#endif
#pragma push_macro("chan")
#ifdef chan
#undef chan
#endif
#pragma push_macro("changed")
#ifdef changed
#undef changed
#endif
#pragma push_macro("changes")
#ifdef changes
#undef changes
#endif
#pragma push_macro("class_")
#ifdef class_
#undef class_
#endif
#pragma push_macro("clause")
#ifdef clause
#undef clause
#endif
#pragma push_macro("clauses")
#ifdef clauses
#undef clauses
#endif
#pragma push_macro("client")
#ifdef client
#undef client
#endif
#pragma push_macro("clients")
#ifdef clients
#undef clients
#endif
#pragma push_macro("clock")
#ifdef clock
#undef clock
#endif
#pragma push_macro("close")
#ifdef close
#undef close
#endif
#pragma push_macro("closed")
#ifdef closed
#undef closed
#endif
#pragma push_macro("code")
#ifdef code
#undef code
#endif
#pragma push_macro("cold")
#ifdef cold
#undef cold
#endif
#pragma push_macro("complete")
#ifdef complete
#undef complete
#endif
#pragma push_macro("condition_wait")
#ifdef condition_wait
#undef condition_wait
#endif
#pragma push_macro("control")
#ifdef control
#undef control
#endif
#pragma push_macro("control_length")
#ifdef control_length
#undef control_length
#endif
#pragma push_macro("cookie")
#ifdef cookie
#undef cookie
#endif
#pragma push_macro("copied")
#ifdef copied
#undef copied
#endif
#pragma push_macro("copy")
#ifdef copy
#undef copy
#endif
#pragma push_macro("count")
#ifdef count
#undef count
#endif
#pragma push_macro("crew")
#ifdef crew
#undef crew
#endif
#pragma push_macro("current")
#ifdef current
#undef current
#endif
#pragma push_macro("cut")
#ifdef cut
#undef cut
#endif
#pragma push_macro("d")
#ifdef d
#undef d
#endif
#pragma push_macro("d_name")
#ifdef d_name
#undef d_name
#endif
#pragma push_macro("d_reclen")
#ifdef d_reclen
#undef d_reclen
#endif
#pragma push_macro("d_type")
#ifdef d_type
#undef d_type
#endif
#pragma push_macro("data")
#ifdef data
#undef data
#endif
#pragma push_macro("deadline")
#ifdef deadline
#undef deadline
#endif
#pragma push_macro("deadline_is_posted")
#ifdef deadline_is_posted
#undef deadline_is_posted
#endif
#pragma push_macro("delays")
#ifdef delays
#undef delays
#endif
#pragma push_macro("depth")
#ifdef depth
#undef depth
#endif
#pragma push_macro("deviations")
#ifdef deviations
#undef deviations
#endif
#pragma push_macro("dir")
#ifdef dir
#undef dir
#endif
#pragma push_macro("directory")
#ifdef directory
#undef directory
#endif
#pragma push_macro("dirent64")
#ifdef dirent64
#undef dirent64
#endif
#pragma push_macro("done")
#ifdef done
#undef done
#endif
#pragma push_macro("drain")
#ifdef drain
#undef drain
#endif
#pragma push_macro("drive")
#ifdef drive
#undef drive
#endif
#pragma push_macro("drop")
#ifdef drop
#undef drop
#endif
#pragma push_macro("drops")
#ifdef drops
#undef drops
#endif
#pragma push_macro("e")
#ifdef e
#undef e
#endif
#pragma push_macro("early")
#ifdef early
#undef early
#endif
#pragma push_macro("early_line")
#ifdef early_line
#undef early_line
#endif
#pragma push_macro("empty")
#ifdef empty
#undef empty
#endif
#pragma push_macro("end")
#ifdef end
#undef end
#endif
#pragma push_macro("ended")
#ifdef ended
#undef ended
#endif
#pragma push_macro("enter")
#ifdef enter
#undef enter
#endif
#pragma push_macro("entries")
#ifdef entries
#undef entries
#endif
#pragma push_macro("entry")
#ifdef entry
#undef entry
#endif
#pragma push_macro("environment")
#ifdef environment
#undef environment
#endif
#pragma push_macro("epoll")
#ifdef epoll
#undef epoll
#endif
#pragma push_macro("error")
#ifdef error
#undef error
#endif
#pragma push_macro("event")
#ifdef event
#undef event
#endif
#pragma push_macro("event_wait")
#ifdef event_wait
#undef event_wait
#endif
#pragma push_macro("events")
#ifdef events
#undef events
#endif
#pragma push_macro("expires")
#ifdef expires
#undef expires
#endif
#pragma push_macro("f")
#ifdef f
#undef f
#endif
#pragma push_macro("fail_fast")
#ifdef fail_fast
#undef fail_fast
#endif
#pragma push_macro("failed_wait")
#ifdef failed_wait
#undef failed_wait
#endif
#pragma push_macro("family")
#ifdef family
#undef family
#endif
#pragma push_macro("family6")
#ifdef family6
#undef family6
#endif
#pragma push_macro("fd")
#ifdef fd
#undef fd
#endif
#pragma push_macro("file")
#ifdef file
#undef file
#endif
#pragma push_macro("first")
#ifdef first
#undef first
#endif
#pragma push_macro("flag")
#ifdef flag
#undef flag
#endif
#pragma push_macro("flags")
#ifdef flags
#undef flags
#endif
#pragma push_macro("flow")
#ifdef flow
#undef flow
#endif
#pragma push_macro("flushed")
#ifdef flushed
#undef flushed
#endif
#pragma push_macro("format")
#ifdef format
#undef format
#endif
#pragma push_macro("found")
#ifdef found
#undef found
#endif
#pragma push_macro("frame")
#ifdef frame
#undef frame
#endif
#pragma push_macro("frame_size")
#ifdef frame_size
#undef frame_size
#endif
#pragma push_macro("free")
#ifdef free
#undef free
#endif
#pragma push_macro("from")
#ifdef from
#undef from
#endif
#pragma push_macro("from_here")
#ifdef from_here
#undef from_here
#endif
#pragma push_macro("from_offset")
#ifdef from_offset
#undef from_offset
#endif
#pragma push_macro("function")
#ifdef function
#undef function
#endif
#pragma push_macro("g")
#ifdef g
#undef g
#endif
#pragma push_macro("get_size")
#ifdef get_size
#undef get_size
#endif
#pragma push_macro("getdents64")
#ifdef getdents64
#undef getdents64
#endif
#pragma push_macro("given")
#ifdef given
#undef given
#endif
#pragma push_macro("gives")
#ifdef gives
#undef gives
#endif
#pragma push_macro("gnu_inline")
#ifdef gnu_inline
#undef gnu_inline
#endif
#pragma push_macro("got")
#ifdef got
#undef got
#endif
#pragma push_macro("grace")
#ifdef grace
#undef grace
#endif
#pragma push_macro("had_deadline")
#ifdef had_deadline
#undef had_deadline
#endif
#pragma push_macro("handler")
#ifdef handler
#undef handler
#endif
#pragma push_macro("has_moved")
#ifdef has_moved
#undef has_moved
#endif
#pragma push_macro("has_sender")
#ifdef has_sender
#undef has_sender
#endif
#pragma push_macro("head")
#ifdef head
#undef head
#endif
#pragma push_macro("held")
#ifdef held
#undef held
#endif
#pragma push_macro("hints")
#ifdef hints
#undef hints
#endif
#pragma push_macro("holds")
#ifdef holds
#undef holds
#endif
#pragma push_macro("host")
#ifdef host
#undef host
#endif
#pragma push_macro("how")
#ifdef how
#undef how
#endif
#pragma push_macro("hub")
#ifdef hub
#undef hub
#endif
#pragma push_macro("i")
#ifdef i
#undef i
#endif
#pragma push_macro("idle")
#ifdef idle
#undef idle
#endif
#pragma push_macro("in")
#ifdef in
#undef in
#endif
#pragma push_macro("info")
#ifdef info
#undef info
#endif
#pragma push_macro("inner")
#ifdef inner
#undef inner
#endif
#pragma push_macro("inotify_add_watch")
#ifdef inotify_add_watch
#undef inotify_add_watch
#endif
#pragma push_macro("inotify_event")
#ifdef inotify_event
#undef inotify_event
#endif
#pragma push_macro("inotify_init1")
#ifdef inotify_init1
#undef inotify_init1
#endif
#pragma push_macro("is_asked")
#ifdef is_asked
#undef is_asked
#endif
#pragma push_macro("is_async")
#ifdef is_async
#undef is_async
#endif
#pragma push_macro("is_at")
#ifdef is_at
#undef is_at
#endif
#pragma push_macro("is_begun")
#ifdef is_begun
#undef is_begun
#endif
#pragma push_macro("is_cancel_scope")
#ifdef is_cancel_scope
#undef is_cancel_scope
#endif
#pragma push_macro("is_closed")
#ifdef is_closed
#undef is_closed
#endif
#pragma push_macro("is_complete")
#ifdef is_complete
#undef is_complete
#endif
#pragma push_macro("is_conflated")
#ifdef is_conflated
#undef is_conflated
#endif
#pragma push_macro("is_defer")
#ifdef is_defer
#undef is_defer
#endif
#pragma push_macro("is_fail_fast")
#ifdef is_fail_fast
#undef is_fail_fast
#endif
#pragma push_macro("is_fair")
#ifdef is_fair
#undef is_fair
#endif
#pragma push_macro("is_freed")
#ifdef is_freed
#undef is_freed
#endif
#pragma push_macro("is_full")
#ifdef is_full
#undef is_full
#endif
#pragma push_macro("is_given")
#ifdef is_given
#undef is_given
#endif
#pragma push_macro("is_hub")
#ifdef is_hub
#undef is_hub
#endif
#pragma push_macro("is_of_it")
#ifdef is_of_it
#undef is_of_it
#endif
#pragma push_macro("is_on")
#ifdef is_on
#undef is_on
#endif
#pragma push_macro("is_overflow")
#ifdef is_overflow
#undef is_overflow
#endif
#pragma push_macro("is_pinned")
#ifdef is_pinned
#undef is_pinned
#endif
#pragma push_macro("is_pipe")
#ifdef is_pipe
#undef is_pipe
#endif
#pragma push_macro("is_regular")
#ifdef is_regular
#undef is_regular
#endif
#pragma push_macro("is_right")
#ifdef is_right
#undef is_right
#endif
#pragma push_macro("is_same")
#ifdef is_same
#undef is_same
#endif
#pragma push_macro("is_shared")
#ifdef is_shared
#undef is_shared
#endif
#pragma push_macro("is_shield")
#ifdef is_shield
#undef is_shield
#endif
#pragma push_macro("is_shut")
#ifdef is_shut
#undef is_shut
#endif
#pragma push_macro("is_slow_path")
#ifdef is_slow_path
#undef is_slow_path
#endif
#pragma push_macro("is_to_be_given")
#ifdef is_to_be_given
#undef is_to_be_given
#endif
#pragma push_macro("is_unknown")
#ifdef is_unknown
#undef is_unknown
#endif
#pragma push_macro("item")
#ifdef item
#undef item
#endif
#pragma push_macro("items")
#ifdef items
#undef items
#endif
#pragma push_macro("join")
#ifdef join
#undef join
#endif
#pragma push_macro("keep_alive")
#ifdef keep_alive
#undef keep_alive
#endif
#pragma push_macro("keeps_handles")
#ifdef keeps_handles
#undef keeps_handles
#endif
#pragma push_macro("kept")
#ifdef kept
#undef kept
#endif
#pragma push_macro("key")
#ifdef key
#undef key
#endif
#pragma push_macro("kind")
#ifdef kind
#undef kind
#endif
#pragma push_macro("l")
#ifdef l
#undef l
#endif
#pragma push_macro("large")
#ifdef large
#undef large
#endif
#pragma push_macro("last")
#ifdef last
#undef last
#endif
#pragma push_macro("late")
#ifdef late
#undef late
#endif
#pragma push_macro("leaf")
#ifdef leaf
#undef leaf
#endif
#pragma push_macro("lease")
#ifdef lease
#undef lease
#endif
#pragma push_macro("leave")
#ifdef leave
#undef leave
#endif
#pragma push_macro("leaving")
#ifdef leaving
#undef leaving
#endif
#pragma push_macro("left")
#ifdef left
#undef left
#endif
#pragma push_macro("len")
#ifdef len
#undef len
#endif
#pragma push_macro("length")
#ifdef length
#undef length
#endif
#pragma push_macro("level")
#ifdef level
#undef level
#endif
#pragma push_macro("limit")
#ifdef limit
#undef limit
#endif
#pragma push_macro("line")
#ifdef line
#undef line
#endif
#pragma push_macro("linger")
#ifdef linger
#undef linger
#endif
#pragma push_macro("link")
#ifdef link
#undef link
#endif
#pragma push_macro("links")
#ifdef links
#undef links
#endif
#pragma push_macro("list")
#ifdef list
#undef list
#endif
#pragma push_macro("listener")
#ifdef listener
#undef listener
#endif
#pragma push_macro("living")
#ifdef living
#undef living
#endif
#pragma push_macro("lock")
#ifdef lock
#undef lock
#endif
#pragma push_macro("lookup")
#ifdef lookup
#undef lookup
#endif
#pragma push_macro("lost")
#ifdef lost
#undef lost
#endif
#pragma push_macro("m")
#ifdef m
#undef m
#endif
#pragma push_macro("made")
#ifdef made
#undef made
#endif
#pragma push_macro("malloc")
#ifdef malloc
#undef malloc
#endif
#pragma push_macro("mark")
#ifdef mark
#undef mark
#endif
#pragma push_macro("mask")
#ifdef mask
#undef mask
#endif
#pragma push_macro("may_alias")
#ifdef may_alias
#undef may_alias
#endif
#pragma push_macro("may_come")
#ifdef may_come
#undef may_come
#endif
#pragma push_macro("may_leak")
#ifdef may_leak
#undef may_leak
#endif
#pragma push_macro("message")
#ifdef message
#undef message
#endif
#pragma push_macro("messages")
#ifdef messages
#undef messages
#endif
#pragma push_macro("mode")
#ifdef mode
#undef mode
#endif
#pragma push_macro("more")
#ifdef more
#undef more
#endif
#pragma push_macro("most")
#ifdef most
#undef most
#endif
#pragma push_macro("mutex")
#ifdef mutex
#undef mutex
#endif
#pragma push_macro("mutex_lock")
#ifdef mutex_lock
#undef mutex_lock
#endif
#pragma push_macro("n")
#ifdef n
#undef n
#endif
#pragma push_macro("name")
#ifdef name
#undef name
#endif
#pragma push_macro("name_length")
#ifdef name_length
#undef name_length
#endif
#pragma push_macro("nanoseconds")
#ifdef nanoseconds
#undef nanoseconds
#endif
#pragma push_macro("need")
#ifdef need
#undef need
#endif
#pragma push_macro("needs_pipe")
#ifdef needs_pipe
#undef needs_pipe
#endif
#pragma push_macro("never")
#ifdef never
#undef never
#endif
#pragma push_macro("newest")
#ifdef newest
#undef newest
#endif
#pragma push_macro("next")
#ifdef next
#undef next
#endif
#pragma push_macro("node")
#ifdef node
#undef node
#endif
#pragma push_macro("noinline")
#ifdef noinline
#undef noinline
#endif
#pragma push_macro("none")
#ifdef none
#undef none
#endif
#pragma push_macro("nonnull")
#ifdef nonnull
#undef nonnull
#endif
#pragma push_macro("noreturn")
#ifdef noreturn
#undef noreturn
#endif
#pragma push_macro("now")
#ifdef now
#undef now
#endif
#pragma push_macro("ns")
#ifdef ns
#undef ns
#endif
#pragma push_macro("number")
#ifdef number
#undef number
#endif
#pragma push_macro("o")
#ifdef o
#undef o
#endif
#pragma push_macro("object")
#ifdef object
#undef object
#endif
#pragma push_macro("of_itself")
#ifdef of_itself
#undef of_itself
#endif
#pragma push_macro("offset")
#ifdef offset
#undef offset
#endif
#pragma push_macro("oldest")
#ifdef oldest
#undef oldest
#endif
#pragma push_macro("on")
#ifdef on
#undef on
#endif
#pragma push_macro("op")
#ifdef op
#undef op
#endif
#pragma push_macro("opened_on")
#ifdef opened_on
#undef opened_on
#endif
#pragma push_macro("option")
#ifdef option
#undef option
#endif
#pragma push_macro("options")
#ifdef options
#undef options
#endif
#pragma push_macro("origin")
#ifdef origin
#undef origin
#endif
#pragma push_macro("out")
#ifdef out
#undef out
#endif
#pragma push_macro("own")
#ifdef own
#undef own
#endif
#pragma push_macro("own_group")
#ifdef own_group
#undef own_group
#endif
#pragma push_macro("own_length")
#ifdef own_length
#undef own_length
#endif
#pragma push_macro("own_stop")
#ifdef own_stop
#undef own_stop
#endif
#pragma push_macro("owner")
#ifdef owner
#undef owner
#endif
#pragma push_macro("p")
#ifdef p
#undef p
#endif
#pragma push_macro("parent")
#ifdef parent
#undef parent
#endif
#pragma push_macro("part")
#ifdef part
#undef part
#endif
#pragma push_macro("parts")
#ifdef parts
#undef parts
#endif
#pragma push_macro("path")
#ifdef path
#undef path
#endif
#pragma push_macro("paths")
#ifdef paths
#undef paths
#endif
#pragma push_macro("patience")
#ifdef patience
#undef patience
#endif
#pragma push_macro("pause")
#ifdef pause
#undef pause
#endif
#pragma push_macro("peer")
#ifdef peer
#undef peer
#endif
#pragma push_macro("peer_length")
#ifdef peer_length
#undef peer_length
#endif
#pragma push_macro("pending")
#ifdef pending
#undef pending
#endif
#pragma push_macro("permit")
#ifdef permit
#undef permit
#endif
#pragma push_macro("pid")
#ifdef pid
#undef pid
#endif
#pragma push_macro("pinned")
#ifdef pinned
#undef pinned
#endif
#pragma push_macro("pipe")
#ifdef pipe
#undef pipe
#endif
#pragma push_macro("place")
#ifdef place
#undef place
#endif
#pragma push_macro("port")
#ifdef port
#undef port
#endif
#pragma push_macro("port6")
#ifdef port6
#undef port6
#endif
#pragma push_macro("post")
#ifdef post
#undef post
#endif
#pragma push_macro("pread")
#ifdef pread
#undef pread
#endif
#pragma push_macro("preadv2")
#ifdef preadv2
#undef preadv2
#endif
#pragma push_macro("prev")
#ifdef prev
#undef prev
#endif
#pragma push_macro("printf")
#ifdef printf
#undef printf
#endif
#pragma push_macro("process")
#ifdef process
#undef process
#endif
#pragma push_macro("protocol")
#ifdef protocol
#undef protocol
#endif
#pragma push_macro("put")
#ifdef put
#undef put
#endif
#pragma push_macro("pwrite")
#ifdef pwrite
#undef pwrite
#endif
#pragma push_macro("queue")
#ifdef queue
#undef queue
#endif
#pragma push_macro("quiet")
#ifdef quiet
#undef quiet
#endif
#pragma push_macro("r")
#ifdef r
#undef r
#endif
#pragma push_macro("random")
#ifdef random
#undef random
#endif
#pragma push_macro("rc")
#ifdef rc
#undef rc
#endif
#pragma push_macro("read")
#ifdef read
#undef read
#endif
#pragma push_macro("readers")
#ifdef readers
#undef readers
#endif
#pragma push_macro("ready")
#ifdef ready
#undef ready
#endif
#pragma push_macro("realloc")
#ifdef realloc
#undef realloc
#endif
#pragma push_macro("reason")
#ifdef reason
#undef reason
#endif
#pragma push_macro("refused")
#ifdef refused
#undef refused
#endif
#pragma push_macro("replay")
#ifdef replay
#undef replay
#endif
#pragma push_macro("report")
#ifdef report
#undef report
#endif
#pragma push_macro("resolve")
#ifdef resolve
#undef resolve
#endif
#pragma push_macro("resolver")
#ifdef resolver
#undef resolver
#endif
#pragma push_macro("rest")
#ifdef rest
#undef rest
#endif
#pragma push_macro("result")
#ifdef result
#undef result
#endif
#pragma push_macro("results")
#ifdef results
#undef results
#endif
#pragma push_macro("reuse_port")
#ifdef reuse_port
#undef reuse_port
#endif
#pragma push_macro("revents")
#ifdef revents
#undef revents
#endif
#pragma push_macro("ring")
#ifdef ring
#undef ring
#endif
#pragma push_macro("room")
#ifdef room
#undef room
#endif
#pragma push_macro("running")
#ifdef running
#undef running
#endif
#pragma push_macro("runs")
#ifdef runs
#undef runs
#endif
#pragma push_macro("runtime")
#ifdef runtime
#undef runtime
#endif
#pragma push_macro("rwlock_rdlock")
#ifdef rwlock_rdlock
#undef rwlock_rdlock
#endif
#pragma push_macro("rwlock_wrlock")
#ifdef rwlock_wrlock
#undef rwlock_wrlock
#endif
#pragma push_macro("s")
#ifdef s
#undef s
#endif
#pragma push_macro("saved")
#ifdef saved
#undef saved
#endif
#pragma push_macro("scope")
#ifdef scope
#undef scope
#endif
#pragma push_macro("searched")
#ifdef searched
#undef searched
#endif
#pragma push_macro("seconds")
#ifdef seconds
#undef seconds
#endif
#pragma push_macro("seed")
#ifdef seed
#undef seed
#endif
#pragma push_macro("seen")
#ifdef seen
#undef seen
#endif
#pragma push_macro("self")
#ifdef self
#undef self
#endif
#pragma push_macro("semaphore_acquire")
#ifdef semaphore_acquire
#undef semaphore_acquire
#endif
#pragma push_macro("sent")
#ifdef sent
#undef sent
#endif
#pragma push_macro("sentence")
#ifdef sentence
#undef sentence
#endif
#pragma push_macro("server")
#ifdef server
#undef server
#endif
#pragma push_macro("service")
#ifdef service
#undef service
#endif
#pragma push_macro("set")
#ifdef set
#undef set
#endif
#pragma push_macro("set_name")
#ifdef set_name
#undef set_name
#endif
#pragma push_macro("shield")
#ifdef shield
#undef shield
#endif
#pragma push_macro("shutdown")
#ifdef shutdown
#undef shutdown
#endif
#pragma push_macro("siblings")
#ifdef siblings
#undef siblings
#endif
#pragma push_macro("signals")
#ifdef signals
#undef signals
#endif
#pragma push_macro("site")
#ifdef site
#undef site
#endif
#pragma push_macro("size")
#ifdef size
#undef size
#endif
#pragma push_macro("slash")
#ifdef slash
#undef slash
#endif
#pragma push_macro("slots")
#ifdef slots
#undef slots
#endif
#pragma push_macro("slow")
#ifdef slow
#undef slow
#endif
#pragma push_macro("socket_level")
#ifdef socket_level
#undef socket_level
#endif
#pragma push_macro("spare")
#ifdef spare
#undef spare
#endif
#pragma push_macro("spawner")
#ifdef spawner
#undef spawner
#endif
#pragma push_macro("st_mode")
#ifdef st_mode
#undef st_mode
#endif
#pragma push_macro("stack_limit")
#ifdef stack_limit
#undef stack_limit
#endif
#pragma push_macro("stamp")
#ifdef stamp
#undef stamp
#endif
#pragma push_macro("start")
#ifdef start
#undef start
#endif
#pragma push_macro("stat")
#ifdef stat
#undef stat
#endif
#pragma push_macro("state")
#ifdef state
#undef state
#endif
#pragma push_macro("status")
#ifdef status
#undef status
#endif
#pragma push_macro("step")
#ifdef step
#undef step
#endif
#pragma push_macro("stop")
#ifdef stop
#undef stop
#endif
#pragma push_macro("strcmp")
#ifdef strcmp
#undef strcmp
#endif
#pragma push_macro("strcpy")
#ifdef strcpy
#undef strcpy
#endif
#pragma push_macro("stream")
#ifdef stream
#undef stream
#endif
#pragma push_macro("strlen")
#ifdef strlen
#undef strlen
#endif
#pragma push_macro("strncpy")
#ifdef strncpy
#undef strncpy
#endif
#pragma push_macro("strrchr")
#ifdef strrchr
#undef strrchr
#endif
#pragma push_macro("sub")
#ifdef sub
#undef sub
#endif
#pragma push_macro("subs")
#ifdef subs
#undef subs
#endif
#pragma push_macro("suspended")
#ifdef suspended
#undef suspended
#endif
#pragma push_macro("suspensions")
#ifdef suspensions
#undef suspensions
#endif
#pragma push_macro("system_error")
#ifdef system_error
#undef system_error
#endif
#pragma push_macro("t")
#ifdef t
#undef t
#endif
#pragma push_macro("table")
#ifdef table
#undef table
#endif
#pragma push_macro("tail")
#ifdef tail
#undef tail
#endif
#pragma push_macro("taken")
#ifdef taken
#undef taken
#endif
#pragma push_macro("tally")
#ifdef tally
#undef tally
#endif
#pragma push_macro("task")
#ifdef task
#undef task
#endif
#pragma push_macro("tasks")
#ifdef tasks
#undef tasks
#endif
#pragma push_macro("test")
#ifdef test
#undef test
#endif
#pragma push_macro("text")
#ifdef text
#undef text
#endif
#pragma push_macro("there")
#ifdef there
#undef there
#endif
#pragma push_macro("thread_sanitizer")
#ifdef thread_sanitizer
#undef thread_sanitizer
#endif
#pragma push_macro("time")
#ifdef time
#undef time
#endif
#pragma push_macro("timeout")
#ifdef timeout
#undef timeout
#endif
#pragma push_macro("timer")
#ifdef timer
#undef timer
#endif
#pragma push_macro("to")
#ifdef to
#undef to
#endif
#pragma push_macro("to_offset")
#ifdef to_offset
#undef to_offset
#endif
#pragma push_macro("turn")
#ifdef turn
#undef turn
#endif
#pragma push_macro("type")
#ifdef type
#undef type
#endif
#pragma push_macro("type_of")
#ifdef type_of
#undef type_of
#endif
#pragma push_macro("type_option")
#ifdef type_option
#undef type_option
#endif
#pragma push_macro("until")
#ifdef until
#undef until
#endif
#pragma push_macro("unused")
#ifdef unused
#undef unused
#endif
#pragma push_macro("up")
#ifdef up
#undef up
#endif
#pragma push_macro("uses")
#ifdef uses
#undef uses
#endif
#pragma push_macro("v")
#ifdef v
#undef v
#endif
#pragma push_macro("v4")
#ifdef v4
#undef v4
#endif
#pragma push_macro("v6")
#ifdef v6
#undef v6
#endif
#pragma push_macro("value")
#ifdef value
#undef value
#endif
#pragma push_macro("w")
#ifdef w
#undef w
#endif
#pragma push_macro("wait")
#ifdef wait
#undef wait
#endif
#pragma push_macro("wait_group_wait")
#ifdef wait_group_wait
#undef wait_group_wait
#endif
#pragma push_macro("waiter")
#ifdef waiter
#undef waiter
#endif
#pragma push_macro("waiters")
#ifdef waiters
#undef waiters
#endif
#pragma push_macro("waiting")
#ifdef waiting
#undef waiting
#endif
#pragma push_macro("waits")
#ifdef waits
#undef waits
#endif
#pragma push_macro("waits_since")
#ifdef waits_since
#undef waits_since
#endif
#pragma push_macro("walk")
#ifdef walk
#undef walk
#endif
#pragma push_macro("was")
#ifdef was
#undef was
#endif
#pragma push_macro("watch_all")
#ifdef watch_all
#undef watch_all
#endif
#pragma push_macro("watcher")
#ifdef watcher
#undef watcher
#endif
#pragma push_macro("wd")
#ifdef wd
#undef wd
#endif
#pragma push_macro("weak")
#ifdef weak
#undef weak
#endif
#pragma push_macro("what")
#ifdef what
#undef what
#endif
#pragma push_macro("which")
#ifdef which
#undef which
#endif
#pragma push_macro("words")
#ifdef words
#undef words
#endif
#pragma push_macro("worker")
#ifdef worker
#undef worker
#endif
#pragma push_macro("workers")
#ifdef workers
#undef workers
#endif
#pragma push_macro("write")
#ifdef write
#undef write
#endif
#pragma push_macro("writer")
#ifdef writer
#undef writer
#endif
#pragma push_macro("x")
#ifdef x
#undef x
#endif
