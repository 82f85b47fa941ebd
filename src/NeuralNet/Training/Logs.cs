using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// The figures of a batch or an epoch by name: <c>loss</c>, the metrics, and the same figures of the validation data with the prefix
/// <c>val_</c>. Figures are in alphabetical order as in Keras, followed by those that callbacks add.
/// </summary>
public sealed class Logs : IReadOnlyList<KeyValuePair<string, double>>
{
    private readonly List<KeyValuePair<string, double>> values = [];
    private readonly Dictionary<string, double[]> lists = new(StringComparer.Ordinal);

    internal Logs()
    {
    }

    /// <summary>The number of figures.</summary>
    public int Count => values.Count;

    /// <summary>A figure by its index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public KeyValuePair<string, double> this[int index] => (uint)index < (uint)values.Count
        ? values[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {values.Count} figures, numbered from 0.");

    /// <summary>A figure by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is no figure of this name; the message lists the existing ones.</exception>
    public double this[string name] => TryGetValue(name, out double value)
        ? value
        : throw new KeyNotFoundException($"There is no figure named '{name}'. There are: "
            + $"{string.Join(", ", values.Select(pair => pair.Key))}.");

    /// <summary>
    /// Returns the values of a figure. A metric that evaluates each class or threshold has one value for each, whose mean is the figure;
    /// any other metric has the figure only. The values for each class or threshold are available at the end of an epoch or an evaluation,
    /// not after each batch.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no figure of this name; the message lists the existing ones.</exception>
    public IReadOnlyList<double> Values(string name) => ListOf(name) ?? [this[name]];

    /// <summary>Gets a figure by its name and returns whether it exists.</summary>
    public bool TryGetValue(string name, [MaybeNullWhen(false)] out double value)
    {
        int index = IndexOf(name);
        value = index < 0 ? 0 : values[index].Value;
        return index >= 0;
    }

    /// <summary>Adds a figure, as the learning rate callbacks do, or replaces the figure of the same name.</summary>
    public void Set(string name, double value)
    {
        ArgumentNullException.ThrowIfNull(name);
        lists.Remove(name);
        int index = IndexOf(name);
        if (index < 0)
            values.Add(new(name, value));
        else
            values[index] = new(name, value);
    }

    /// <summary>Enumerates the figures.</summary>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the values of a figure with several values; null for any other figure.</summary>
    internal double[]? ListOf(string name) => lists.GetValueOrDefault(name);

    /// <summary>Sets the values whose mean a figure is.</summary>
    internal void SetList(string name, double[] list) => lists[name] = list;

    internal void Clear()
    {
        values.Clear();
        lists.Clear();
    }

    internal void Sort() => values.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));

    private int IndexOf(string name)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (string.Equals(values[i].Key, name, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }
}
