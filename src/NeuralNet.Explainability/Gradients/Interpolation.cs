using System.Numerics;

namespace NeuralNet.Explainability;

/// <summary>The straight path between two rows, in loops without calls, because rows are often short.</summary>
internal static class Interpolation
{
    /// <summary>point = from + t·(to − from).</summary>
    public static void Write(ReadOnlySpan<float> from, ReadOnlySpan<float> to, float t, Span<float> point)
    {
        from = from[..point.Length];
        to = to[..point.Length];
        int i = 0;
        for (; i <= point.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var start = new Vector<float>(from[i..]);
            ((new Vector<float>(to[i..]) - start) * t + start).CopyTo(point[i..]);
        }

        for (; i < point.Length; i++)
            point[i] = (to[i] - from[i]) * t + from[i];
    }

    /// <summary>gradient ← gradient·(to − from): the change along the whole path by this gradient.</summary>
    public static void MultiplyByWay(ReadOnlySpan<float> from, ReadOnlySpan<float> to, Span<float> gradient)
    {
        from = from[..gradient.Length];
        to = to[..gradient.Length];
        int i = 0;
        for (; i <= gradient.Length - Vector<float>.Count; i += Vector<float>.Count)
            ((new Vector<float>(to[i..]) - new Vector<float>(from[i..])) * new Vector<float>(gradient[i..])).CopyTo(gradient[i..]);
        for (; i < gradient.Length; i++)
            gradient[i] *= to[i] - from[i];
    }

    /// <summary>Σ gradient·way in double precision: the slope of the output along the path.</summary>
    public static double Slope(ReadOnlySpan<float> gradient, ReadOnlySpan<float> way)
    {
        way = way[..gradient.Length];
        Vector<double> sum = Vector<double>.Zero;
        int i = 0;
        for (; i <= gradient.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(gradient[i..]), out Vector<double> low, out Vector<double> high);
            Vector.Widen(new Vector<float>(way[i..]), out Vector<double> lowWay, out Vector<double> highWay);
            sum += low * lowWay + high * highWay;
        }

        double slope = Vector.Sum(sum);
        for (; i < gradient.Length; i++)
            slope += (double)gradient[i] * way[i];
        return slope;
    }
}
