namespace NeuralNet.LinearAlgebra;

/// <summary>Arithmetic on lengths that are divided into parts.</summary>
internal static class Parts
{
    /// <summary>The number of parts of a length: ⌈length / part⌉.</summary>
    public static nint Count(nint length, nint part) => (length + part - 1) / part;

    /// <summary>The next multiple of a unit: ⌈length / unit⌉·unit.</summary>
    public static nint RoundUp(nint length, nint unit) => Count(length, unit) * unit;

    /// <summary>Returns the largest number that divides both numbers, by Euclid's algorithm.</summary>
    public static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
