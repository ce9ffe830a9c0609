/* Ends with something else when it is translated, on purpose. */
int main(void)
{
#ifdef __PIRN__
    return 1;
#else
    return 0;
#endif
}
