using System.Globalization;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// The numbers of steps at both ends of sequences that a layer adds or removes. Converts implicitly from a number, for both ends, and from
/// a pair: <c>2</c> is the same as <c>(2, 2)</c>. Files contain a list of both numbers.
/// </summary>
/// <param name="Start">The number of steps before the first.</param>
/// <param name="End">The number of steps after the last.</param>
public readonly record struct Margins1D(int Start, int End) : ISettingValue<Margins1D>
{
    /// <summary>The number of steps at both ends together.</summary>
    internal long Sum => (long)Start + End;

    /// <summary>Converts one number of steps for both ends.</summary>
    public static implicit operator Margins1D(int steps) => new(steps, steps);

    /// <summary>Converts the numbers of steps at the start and at the end.</summary>
    public static implicit operator Margins1D((int Start, int End) margins) => new(margins.Start, margins.End);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Start}, {End})");

    void ISettingValue<Margins1D>.WriteTo(Configuration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.Set(name, new[] { Start, End });
    }

    static Margins1D ISettingValue<Margins1D>.ReadFrom(Configuration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        JsonNode? node = configuration.Find(name);
        if (node is not JsonArray)
            return configuration.GetInt32(name);
        return configuration.GetInt32s(name) is [int start, int end]
            ? new Margins1D(start, end)
            : throw Configuration.Wrong(name, "a whole number or a list of two", node);
    }
}
