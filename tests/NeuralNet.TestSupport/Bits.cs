using System.Runtime.InteropServices;

namespace NeuralNet.TestSupport;

/// <summary>Comparison bit by bit, so that −0 differs from 0 and NaN equals itself.</summary>
internal static class Bits
{
    /// <summary>All weights of a model, in one array.</summary>
    public static int[] Of(Model model) => [.. model.Parameters.SelectMany(parameter => Of(parameter.Value))];

    public static int[] Of(Tensor tensor) => Of(tensor.AsSpan());

    public static int[] Of(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, int>(values).ToArray();
}
