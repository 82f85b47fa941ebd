using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// The figures of a batch or an epoch by name: <c>loss</c>, the metrics, and behind <c>val_</c> those of the validation data. They
/// stand in alphabetical order as in Keras; what callbacks add comes behind.
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

    /// <summary>A figure by its place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public KeyValuePair<string, double> this[int index] => (uint)index < (uint)values.Count
        ? values[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {values.Count} figures, numbered from 0.");

    /// <summary>A figure by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message lists those there are.</exception>
    public double this[string name] => TryGetValue(name, out double value)
        ? value
        : throw new KeyNotFoundException($"There is no figure named '{name}'. There are: "
            + $"{string.Join(", ", values.Select(pair => pair.Key))}.");

    /// <summary>
    /// The values of a figure: of a metric that judges each class or threshold for itself one value for each, of which the figure is the
    /// mean; of any other the figure alone. The values for each class or threshold are there at the end of an epoch or an evaluation, not
    /// from batch to batch.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message lists those there are.</exception>
    public IReadOnlyList<double> Values(string name) => ListOf(name) ?? [this[name]];

    /// <summary>Finds a figure by its name.</summary>
    public bool TryGetValue(string name, [MaybeNullWhen(false)] out double value)
    {
        int index = IndexOf(name);
        value = index < 0 ? 0 : values[index].Value;
        return index >= 0;
    }

    /// <summary>Adds a figure, as the learning rate callbacks do; replaces one of the same name.</summary>
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

    /// <summary>The values of a figure that has several; null if it has not.</summary>
    internal double[]? ListOf(string name) => lists.GetValueOrDefault(name);

    /// <summary>Adds to a figure the values of which it is the mean.</summary>
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
