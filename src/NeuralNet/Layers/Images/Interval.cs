using System.Globalization;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// An interval of numbers, such as that of a random factor. Converts implicitly from a number f, for [−f, f], and from a pair, in any
/// order. Files contain the number or a list of both limits.
/// </summary>
public readonly record struct Interval : ISettingValue<Interval>
{
    /// <summary>Creates an interval.</summary>
    /// <param name="first">One limit.</param>
    /// <param name="second">The other limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not finite.</exception>
    public Interval(float first, float second) =>
        (Lower, Upper) = (Math.Min(Require.Finite(first), Require.Finite(second)), Math.Max(first, second));

    /// <summary>The lower limit.</summary>
    public float Lower { get; }

    /// <summary>The upper limit.</summary>
    public float Upper { get; }

    /// <summary>Converts a number f to [−f, f].</summary>
    public static implicit operator Interval(float limit) => new(-limit, limit);

    /// <summary>Converts both limits.</summary>
    public static implicit operator Interval((float First, float Second) limits) => new(limits.First, limits.Second);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Lower}, {Upper})");

    /// <summary>Draws a number, all equally likely.</summary>
    internal float Draw(RandomStream random) => Lower + (Upper - Lower) * random.NextSingle();

    void ISettingValue<Interval>.WriteTo(Configuration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (Lower == -Upper)
            configuration.Set(name, Upper);
        else
            configuration.Set(name, new[] { Lower, Upper });
    }

    static Interval ISettingValue<Interval>.ReadFrom(Configuration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        JsonNode? node = configuration.Find(name);
        if (node is not JsonArray)
            return configuration.GetSingle(name);
        return configuration.GetSingles(name) is [float first, float second]
            ? new Interval(first, second)
            : throw Configuration.Wrong(name, "a number or a list of two", node);
    }
}
