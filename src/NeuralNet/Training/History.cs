namespace NeuralNet;

/// <summary>The figures of each epoch of a Fit: <c>history["val_loss"][^1]</c> is the validation loss of the last epoch.</summary>
public sealed class History
{
    private readonly List<int> epochs = [];
    private readonly List<string> names = [];
    private readonly Dictionary<string, List<double>> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<double[]>> lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> epochsOf = new(StringComparer.Ordinal);

    internal History()
    {
    }

    /// <summary>The indices of the finished epochs.</summary>
    public IReadOnlyList<int> Epochs => epochs;

    /// <summary>The names of the figures: in alphabetical order, then those that callbacks added.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>
    /// The values of a figure, one for each epoch. With validationFreq above 1, figures of the validation have fewer values.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no figure of this name; the message lists the existing ones.</exception>
    public IReadOnlyList<double> this[string name] => values.TryGetValue(name, out List<double>? series)
        ? series
        : throw new KeyNotFoundException($"The history has no figure named '{name}'. "
            + $"{(names.Count == 0 ? "It has none yet" : $"It has: {string.Join(", ", names)}")}.");

    /// <summary>
    /// Returns the values of a figure at the end of each epoch. A metric that evaluates each class or threshold has one value for each,
    /// whose mean is the figure; any other metric has the figure only.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no figure of this name; the message lists the existing ones.</exception>
    public IReadOnlyList<IReadOnlyList<double>> Values(string name)
    {
        IReadOnlyList<double> means = this[name];
        return lists.TryGetValue(name, out List<double[]>? several) ? several : [.. means.Select(mean => new[] { mean })];
    }

    /// <summary>Returns the indices of the epochs at whose end a figure was reported, one for each of its values.</summary>
    /// <exception cref="KeyNotFoundException">There is no figure of this name; the message lists those there are.</exception>
    public IReadOnlyList<int> EpochsOf(string name)
    {
        _ = this[name];
        return epochsOf[name];
    }

    internal void SaveState(SavedState state)
    {
        state.Set("epochs", ToDoubles(epochs));
        state.Set("names", names);
        foreach (string name in names)
        {
            SavedState figure = state.Part("figures").Part(name);
            figure.Set("epochs", ToDoubles(epochsOf[name]));
            figure.Set("values", values[name].ToArray());
            if (!lists.TryGetValue(name, out List<double[]>? several))
                continue;
            figure.Set("list_lengths", ToDoubles([.. several.Select(list => list.Length)]));
            figure.Set("lists", several.SelectMany(list => list).ToArray());
        }

        static double[] ToDoubles(List<int> numbers) => [.. numbers.Select(number => (double)number)];
    }

    /// <summary>Replaces the content with the saved state.</summary>
    internal void RestoreState(SavedState state)
    {
        epochs.Clear();
        names.Clear();
        values.Clear();
        lists.Clear();
        epochsOf.Clear();
        epochs.AddRange(ToInt32s(state.GetDoubles("epochs")));
        foreach (string name in state.GetStrings("names"))
        {
            SavedState figure = state.Part("figures").Part(name);
            names.Add(name);
            if (!epochsOf.TryAdd(name, [.. ToInt32s(figure.GetDoubles("epochs"))]))
                throw new FormatException($"The history has two figures named '{name}'.");
            values[name] = [.. figure.GetDoubles("values", epochsOf[name].Count)];
            if (figure.Contains("lists"))
                lists[name] = ReadLists(figure, epochsOf[name].Count);
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
            AppendList(name, logs.ListOf(name), series);
        }
    }

    /// <summary>
    /// Appends the values of one epoch to the lists of a figure. A figure with several values in one epoch has a list for every epoch.
    /// </summary>
    private void AppendList(string name, double[]? list, List<double> means)
    {
        if (list is null && !lists.ContainsKey(name))
            return;
        if (!lists.TryGetValue(name, out List<double[]>? several))
            lists[name] = several = [.. means.SkipLast(1).Select(mean => new[] { mean })];
        several.Add(list ?? [means[^1]]);
    }

    private static List<double[]> ReadLists(SavedState figure, int count)
    {
        double[] lengths = figure.GetDoubles("list_lengths", count), flat = figure.GetDoubles("lists");
        if (lengths.Any(length => length is not (>= 1 and <= int.MaxValue) || length % 1 != 0) || lengths.Sum() != flat.Length)
            throw new FormatException("The lists of a figure do not have the stated lengths.");
        int start = 0;
        return [.. lengths.Select(length => flat[start..(start += (int)length)])];
    }
}
