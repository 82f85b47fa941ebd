using System.Runtime.CompilerServices;

namespace NeuralNet.Aot;

/// <summary>Checks values and throws an exception that names a wrong value.</summary>
internal static class Require
{
    public static void True(bool condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        if (!condition)
            throw new InvalidOperationException($"Not so: {text}");
    }

    public static void Equal(double expected, double actual, double tolerance = 0, [CallerArgumentExpression(nameof(actual))] string text = "")
    {
        if (!(Math.Abs(expected - actual) <= tolerance))
            throw new InvalidOperationException($"{text} is {actual}, not {expected} ± {tolerance}.");
    }

    public static void SameBits(Tensor expected, Tensor actual, [CallerArgumentExpression(nameof(actual))] string text = "")
    {
        if (!expected.Shape.Equals(actual.Shape) || !expected.ToArray().SequenceEqual(actual.ToArray()))
            throw new InvalidOperationException($"{text} is {actual}, not {expected}.");
    }

    public static void Close(Tensor expected, Tensor actual, double tolerance, [CallerArgumentExpression(nameof(actual))] string text = "")
    {
        True(expected.Shape.Equals(actual.Shape), text);
        for (int i = 0; i < expected.Length; i++)
            Equal(expected.AsSpan()[i], actual.AsSpan()[i], tolerance, text);
    }
}
