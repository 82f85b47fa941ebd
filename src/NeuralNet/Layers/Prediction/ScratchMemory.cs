namespace NeuralNet;

/// <summary>Memory of each thread for values between layers, which grows to the maximum size that is rented.</summary>
internal static class ScratchMemory
{
    [ThreadStatic]
    private static float[]? memory;

    /// <summary>Returns two spans of a length, which the thread may use until it rents again.</summary>
    public static void Rent(int length, out Span<float> first, out Span<float> second)
    {
        if (memory is null || memory.Length < 2L * length)
            memory = GC.AllocateUninitializedArray<float>(checked(2 * length));
        first = memory.AsSpan(0, length);
        second = memory.AsSpan(length, length);
    }
}
