namespace NeuralNet;

/// <summary>What a Fit reported at the end of each epoch: <c>history["val_loss"][^1]</c> is the last epoch's validation loss.</summary>
public sealed class History
{
    private readonly List<int> epochs = [];
    private readonly List<string> names = [];
    private readonly Dictionary<string, List<double>> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> epochsOf = new(StringComparer.Ordinal);

    internal History()
    {
    }

    /// <summary>The numbers of the epochs that were finished, counted from 0.</summary>
    public IReadOnlyList<int> Epochs => epochs;

    /// <summary>The names of the figures: in alphabetical order, then those that callbacks added.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>A figure at the end of each epoch. With validationFreq above 1, validation figures are fewer than epochs.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message lists those there are.</exception>
    public IReadOnlyList<double> this[string name] => values.TryGetValue(name, out List<double>? series)
        ? series
        : throw new KeyNotFoundException($"The history has no figure named '{name}'. {(names.Count == 0 ? "It has none yet" : $"It has: {string.Join(", ", names)}")}.");

    /// <summary>The epochs at whose end a figure was reported, one for each of its values.</summary>
    internal IReadOnlyList<int> EpochsOf(string name) => epochsOf[name];

    internal void SaveState(SavedState state)
    {
        state.Set("epochs", ToDoubles(epochs));
        state.Set("names", names);
        foreach (string name in names)
        {
            SavedState figure = state.Part("figures").Part(name);
            figure.Set("epochs", ToDoubles(epochsOf[name]));
            figure.Set("values", values[name].ToArray());
        }

        static double[] ToDoubles(List<int> numbers) => [.. numbers.Select(number => (double)number)];
    }

    /// <summary>Takes what was saved in the place of what is there.</summary>
    internal void RestoreState(SavedState state)
    {
        epochs.Clear();
        names.Clear();
        values.Clear();
        epochsOf.Clear();
        epochs.AddRange(ToInt32s(state.GetDoubles("epochs")));
        foreach (string name in state.GetStrings("names"))
        {
            SavedState figure = state.Part("figures").Part(name);
            names.Add(name);
            if (!epochsOf.TryAdd(name, [.. ToInt32s(figure.GetDoubles("epochs"))]))
                throw new FormatException($"The history has two figures named '{name}'.");
            values[name] = [.. figure.GetDoubles("values", epochsOf[name].Count)];
        }

        static IEnumerable<int> ToInt32s(double[] numbers) => numbers.Select(number => number is >= 0 and < int.MaxValue
            ? (int)number
            : throw new FormatException(FormattableString.Invariant($"{number} is not the number of an epoch.")));
    }

    internal void Append(int epoch, Logs logs)
    {
        epochs.Add(epoch);
        foreach ((string name, double value) in logs)
        {
            if (!values.TryGetValue(name, out List<double>? series))
            {
                values[name] = series = [];
                epochsOf[name] = [];
                names.Add(name);
            }

            series.Add(value);
            epochsOf[name].Add(epoch);
        }
    }
}
