/* Never ends when it is translated, on purpose. */
int main(void)
{
#ifdef __PIRN__
    for (;;)
        ;
#endif
    return 0;
}
