/* Does not build when it is translated, on purpose. */
int main(void)
{
#ifdef __PIRN__
    return undeclared;
#else
    return 0;
#endif
}
