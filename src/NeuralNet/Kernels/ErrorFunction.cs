using System.Numerics;

namespace NeuralNet;

/// <summary>The complementary error function of vectors.</summary>
internal static class ErrorFunction
{
    /// <summary>
    /// Computes erfc(x) = 1 − erf(x), to 2·10⁻⁷ of its value where |x| ≤ 2 and to 10⁻⁷ of 1 everywhere. For |x| &lt; 1 it is 1 − x·P(x²);
    /// beyond, erfc|x| = e^(−x²)·s·Q(s) with s = 1/(1 + |x|). P and Q interpolate erf(x)/x and e^(x²)·erfc(x)/s at Chebyshev's nodes.
    /// </summary>
    public static Vector<float> Complementary(Vector<float> x)
    {
        Vector<float> magnitude = Vector.Abs(x);
        Vector<float> tail = Vector.Exp(-x * x) * Tail(Vector<float>.One / (Vector<float>.One + magnitude));
        Vector<float> beyond = Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), new Vector<float>(2) - tail, tail);
        return Vector.ConditionalSelect(Vector.LessThan(magnitude, Vector<float>.One), Vector<float>.One - x * Centre(x * x), beyond);
    }

    /// <summary>Computes P: erf(x)/x as a polynomial in t = x², for t in [0, 1].</summary>
    private static Vector<float> Centre(Vector<float> t)
    {
        var sum = new Vector<float>(7.875875e-05f);
        sum = Vector.FusedMultiplyAdd(sum, t, new Vector<float>(-0.00080168643f));
        sum = Vector.FusedMultiplyAdd(sum, t, new Vector<float>(0.005189087f));
        sum = Vector.FusedMultiplyAdd(sum, t, new Vector<float>(-0.026854211f));
        sum = Vector.FusedMultiplyAdd(sum, t, new Vector<float>(0.11283594f));
        sum = Vector.FusedMultiplyAdd(sum, t, new Vector<float>(-0.37612626f));
        return Vector.FusedMultiplyAdd(sum, t, new Vector<float>(1.1283791f));
    }

    /// <summary>Computes s·Q(s), which is e^(x²)·erfc(x), for s in (0, ½].</summary>
    private static Vector<float> Tail(Vector<float> s)
    {
        var sum = new Vector<float>(2.7972713f);
        sum = Vector.FusedMultiplyAdd(sum, s, new Vector<float>(-6.4085245f));
        sum = Vector.FusedMultiplyAdd(sum, s, new Vector<float>(5.125711f));
        sum = Vector.FusedMultiplyAdd(sum, s, new Vector<float>(-0.9158011f));
        sum = Vector.FusedMultiplyAdd(sum, s, new Vector<float>(-0.60584867f));
        sum = Vector.FusedMultiplyAdd(sum, s, new Vector<float>(-0.28939328f));
        sum = Vector.FusedMultiplyAdd(sum, s, new Vector<float>(0.28237629f));
        sum = Vector.FusedMultiplyAdd(sum, s, new Vector<float>(0.564185f));
        return s * Vector.FusedMultiplyAdd(sum, s, new Vector<float>(0.5641896f));
    }
}
