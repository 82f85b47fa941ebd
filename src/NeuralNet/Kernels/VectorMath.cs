using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>Functions of vectors that several activations and losses share.</summary>
internal static class VectorMath
{
    // The bounds between which eˣ is a normal number.
    private const float MinExponent = -87.33654f, MaxExponent = 88.72283f;

    // Where tanh differs from 1 by less than half a unit in the last place.
    private const float MaxTanh = 9;

    /// <summary>Computes σ(x) = 1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Exp(-x));

    /// <summary>
    /// Computes eˣ = 2ⁿ·eʳ with n = round(x / ln 2) and r = x − n·ln 2, within 1.1 units in the last place. eʳ is 1 + r plus a polynomial
    /// of degree 6, fitted by least squares at Chebyshev's nodes. Results below the least normal number are 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        // The sum rounds to an integer, which then stands in its low bits.
        var rounder = new Vector<float>(12582912);
        Vector<float> shifted = Vector.MultiplyAddEstimate(x, new Vector<float>(1.44269504f), rounder);
        Vector<float> n = shifted - rounder;

        // ln 2 in two parts, the first of so few bits that n times it is exact.
        Vector<float> r = Vector.MultiplyAddEstimate(n, new Vector<float>(-0.693359375f), x);
        r = Vector.MultiplyAddEstimate(n, new Vector<float>(2.12194440e-4f), r);
        var polynomial = new Vector<float>(0.00139464461f);
        polynomial = Vector.MultiplyAddEstimate(polynomial, r, new Vector<float>(0.00836915150f));
        polynomial = Vector.MultiplyAddEstimate(polynomial, r, new Vector<float>(0.0416662619f));
        polynomial = Vector.MultiplyAddEstimate(polynomial, r, new Vector<float>(0.166665167f));
        polynomial = Vector.MultiplyAddEstimate(polynomial, r, new Vector<float>(0.5f));
        polynomial = Vector.MultiplyAddEstimate(polynomial, r * r, r) + Vector<float>.One;
        Vector<float> power = Vector.AsVectorSingle(Vector.AsVectorInt32(polynomial) + (Vector.AsVectorInt32(shifted) << 23));
        power = Vector.ConditionalSelect(Vector.LessThan(x, new Vector<float>(MinExponent)), Vector<float>.Zero, power);
        power = Vector.ConditionalSelect(
            Vector.GreaterThan(x, new Vector<float>(MaxExponent)), new Vector<float>(float.PositiveInfinity), power);
        return Vector.ConditionalSelect(Vector.Equals(x, x), power, x);
    }

    /// <summary>
    /// Computes tanh(x) as x·P(x²)/Q(x²), within 6 units in the last place, and between −1 and 1. P and Q have degree 4 and were fitted to
    /// tanh(x)/x by least squares of the relative error, with weights that level it (Lawson's method), which leaves an error of 2·10⁻⁸.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x)
    {
        // The second operand is the result if one is NaN.
        Vector<float> near = Vector.MaxNative(new Vector<float>(-MaxTanh), Vector.MinNative(new Vector<float>(MaxTanh), x));
        Vector<float> square = near * near;
        var numerator = new Vector<float>(1.33574698586e-8f);
        numerator = Vector.MultiplyAddEstimate(numerator, square, new Vector<float>(2.06115327732e-5f));
        numerator = Vector.MultiplyAddEstimate(numerator, square, new Vector<float>(0.00349575766316f));
        numerator = Vector.MultiplyAddEstimate(numerator, square, new Vector<float>(0.133811762991f));
        numerator = Vector.MultiplyAddEstimate(numerator, square, new Vector<float>(0.999999980702f));
        var denominator = new Vector<float>(7.77782954142e-7f);
        denominator = Vector.MultiplyAddEstimate(denominator, square, new Vector<float>(0.000328589703879f));
        denominator = Vector.MultiplyAddEstimate(denominator, square, new Vector<float>(0.0258776509246f));
        denominator = Vector.MultiplyAddEstimate(denominator, square, new Vector<float>(0.467144924627f));
        denominator = Vector.MultiplyAddEstimate(denominator, square, Vector<float>.One);
        Vector<float> tanh = near * numerator / denominator;
        return Vector.MaxNative(-Vector<float>.One, Vector.MinNative(Vector<float>.One, tanh));
    }

    /// <summary>Computes log(1 + eˣ) for x ≤ 0, where nothing overflows.</summary>
    public static Vector<float> Log1Exp(Vector<float> x) => Vector.Log(Vector<float>.One + Vector.Exp(x));

    /// <summary>Returns −1, 0 or 1 as x is negative, 0 or positive.</summary>
    public static Vector<float> Sign(Vector<float> x) =>
        Vector.ConditionalSelect(Vector.Equals(x, Vector<float>.Zero), Vector<float>.Zero, Vector.CopySign(Vector<float>.One, x));
}
