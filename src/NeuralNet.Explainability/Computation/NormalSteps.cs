using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MathNet.Numerics.Distributions;

namespace NeuralNet.Explainability;

/// <summary>
/// The normal distribution of mean 0 and deviation 1 in 4096 equally likely steps, up to 3.7 deviations: a number is drawn by one
/// look-up, where the exact distribution takes logarithms and sines. For samples of some thousands there is no difference to see.
/// </summary>
internal static class NormalSteps
{
    private const int StepBits = 12;

    private static readonly float[] Steps = MakeSteps();

    /// <summary>Fills values.</summary>
    [SkipLocalsInit]
    public static void Draw(ref RandomLanes lanes, Span<float> values)
    {
        RandomLanes local = lanes;
        Span<uint> drawn = stackalloc uint[RandomLanes.Count];
        ref uint first = ref MemoryMarshal.GetReference(drawn);
        ref float steps = ref MemoryMarshal.GetArrayDataReference(Steps), value = ref MemoryMarshal.GetReference(values);
        for (int start = 0; start < values.Length; start += RandomLanes.Count)
        {
            // The upper bits of a number are below the table's length.
            (local.Next() >> (32 - StepBits)).StoreUnsafe(ref first);
            int count = Math.Min(RandomLanes.Count, values.Length - start);
            for (int i = 0; i < count; i++)
                Unsafe.Add(ref value, start + i) = Unsafe.Add(ref steps, Unsafe.Add(ref first, i));
        }

        lanes = local;
    }

    /// <summary>The quantiles at the middles of the steps, spread to a deviation of exactly 1.</summary>
    private static float[] MakeSteps()
    {
        const int count = 1 << StepBits;
        double[] steps = [.. Enumerable.Range(0, count).Select(step => Normal.InvCDF(0, 1, (step + 0.5) / count))];
        double deviation = Math.Sqrt(TensorPrimitives.SumOfSquares<double>(steps) / count);
        return Array.ConvertAll(steps, step => (float)(step / deviation));
    }
}
