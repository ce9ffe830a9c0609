/* What a plain C program begins with when its functions are turned into
 * coroutines for testing (--async-all): abi.h, without the headers that it
 * includes. They would settle what the C library declares before the program
 * can ask for more by its feature macros, and define names, such as bool, that
 * it may use for itself. */
#ifndef PIRN_ALONE_H
#define PIRN_ALONE_H
#pragma GCC system_header

#define PIRN__ALONE
#define bool _Bool
#define NULL ((void *)0)
#define size_t __SIZE_TYPE__
#define uint8_t __UINT8_TYPE__
#define uint16_t __UINT16_TYPE__
#define int32_t __INT32_TYPE__
#define uint32_t __UINT32_TYPE__
#define int64_t __INT64_TYPE__
#define uint64_t __UINT64_TYPE__
#define uintptr_t __UINTPTR_TYPE__
#define INT64_MAX __INT64_MAX__
#define UINT16_MAX __UINT16_MAX__
#define UINTPTR_MAX __UINTPTR_MAX__

#include "hide_macros.h"

#include "abi.h"

#include "show_macros.h"

#undef PIRN__ALONE
#undef bool
#undef NULL
#undef size_t
#undef uint8_t
#undef uint16_t
#undef int32_t
#undef uint32_t
#undef int64_t
#undef uint64_t
#undef uintptr_t
#undef INT64_MAX
#undef UINT16_MAX
#undef UINTPTR_MAX

#endif
