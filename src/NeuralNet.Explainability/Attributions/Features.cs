using System.Globalization;

namespace NeuralNet.Explainability;

/// <summary>
/// The features of an explanation: a name for each value (column) of a row, and groups of columns. Columns that describe one thing, such as
/// the one-hot columns of a category or the pixels of a patch, are grouped and count as one feature. Features are immutable; Group returns
/// new ones. An array of names converts implicitly. By default, the features of a model with encoders (<see cref="Model.Encoders"/>) are
/// groups of the values that are made of the same columns of the file.
/// </summary>
public sealed class Features
{
    private readonly string[] columnNames;
    private readonly Feature[] features;

    /// <summary>Creates features from the names of the values of a row, in row-major order; each value is a feature.</summary>
    /// <exception cref="ArgumentException">There is no name, or a name is null, empty or given twice.</exception>
    public Features(params IReadOnlyList<string> names)
        : this(RequireNames(names), [.. names.Select((name, column) => new Feature(name, [column]))])
    {
    }

    private Features(string[] columnNames, Feature[] features)
    {
        this.columnNames = columnNames;
        this.features = features;
        Names = [.. features.Select(feature => feature.Name)];
        AreColumns = features.Length == columnNames.Length
            && features.Index().All(pair => pair.Item.Columns is [int column] && column == pair.Index);
    }

    /// <summary>The number of features; a group counts as one.</summary>
    public int Count => features.Length;

    /// <summary>The names of the features.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Gets a value indicating whether no columns are grouped, so that the features are the columns in their order.</summary>
    internal bool AreColumns { get; }

    /// <summary>The number of values in a row.</summary>
    internal int Width => columnNames.Length;

    /// <summary>Creates features from the names of the values of a row.</summary>
    public static implicit operator Features(string[] names) => new((IReadOnlyList<string>)names);

    /// <summary>
    /// Creates features named by their place: <c>x0, x1, …</c> for rows of one axis, <c>x[0,0], x[0,1], …</c> for others.
    /// </summary>
    /// <param name="row">The shape of a row, without the batch axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is 0.</exception>
    public static Features Of(Shape row)
    {
        RequireSizes(row, nameof(row));
        return new Features([.. Enumerable.Range(0, row.Size).Select(column => PlaceName(row, column))]);
    }

    /// <summary>
    /// Creates features from the tokens of a text. A token that the text repeats is distinguished by its index, as in <c>very[2]</c> and
    /// <c>very[3]</c>; an empty token, which stands for padding, has its index alone: <c>[7]</c>.
    /// </summary>
    /// <param name="tokens">The tokens in their order, as many as a row has values.</param>
    /// <exception cref="ArgumentException">There is no token.</exception>
    public static Features Tokens(params IReadOnlyList<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.Count == 0)
            throw new ArgumentException("A text needs at least one token.", nameof(tokens));
        HashSet<string> repeated = [.. tokens.Where(token => token is not null).CountBy(token => token)
            .Where(pair => pair.Value > 1).Select(pair => pair.Key)];
        string[] names = [.. tokens.Select((token, place) =>
            string.IsNullOrWhiteSpace(token) || repeated.Contains(token) ? WithPlace(token, place) : token)];
        // A token may look like another one with its place; with a place each, no two are equal.
        return new Features(names.Distinct(StringComparer.Ordinal).Count() == names.Length ? names : [.. tokens.Select(WithPlace)]);

        static string WithPlace(string? token, int place) => FormattableString.Invariant($"{token?.Trim()}[{place}]");
    }

    /// <summary>
    /// Creates features from the patches of an image: rectangles of pixels with all their channels, from the top left; patches at the right
    /// and lower edges are smaller if the size does not divide.
    /// </summary>
    /// <param name="image">The shape of an image: (height, width) or (height, width, channels).</param>
    /// <param name="patchHeight">The height of a patch.</param>
    /// <param name="patchWidth">The width of a patch; its height by default.</param>
    /// <exception cref="ArgumentException">The shape is not that of an image.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public static Features Patches(Shape image, int patchHeight, int? patchWidth = null)
    {
        RequireSizes(image, nameof(image));
        int patchColumns = patchWidth ?? patchHeight;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(patchHeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(patchColumns, nameof(patchWidth));
        if (image.Rank is not (2 or 3))
            throw new ArgumentException(
                $"An image has the shape (height, width) or (height, width, channels); this is {image}.", nameof(image));
        int channels = image.Rank == 3 ? image[2] : 1;
        var patches = new List<Feature>();
        for (int top = 0; top < image[0]; top += patchHeight)
        {
            for (int left = 0; left < image[1]; left += patchColumns)
                patches.Add(Patch(top, Math.Min(top + patchHeight, image[0]), left, Math.Min(left + patchColumns, image[1])));
        }

        return new Features(Of(image).columnNames, [.. patches]);

        Feature Patch(int top, int bottom, int left, int right) => new(
            FormattableString.Invariant($"rows {top}-{bottom - 1}, columns {left}-{right - 1}"),
            [.. from row in Enumerable.Range(top, bottom - top)
                from value in Enumerable.Range((row * image[1] + left) * channels, (right - left) * channels)
                select value]);
    }

    /// <summary>Creates a feature for each pixel of an image, with all its channels.</summary>
    internal static Features Pixels(Shape image, ImageLayout layout) => Of(image).Partition([.. Enumerable.Range(0, layout.Pixels)
        .Select(pixel => (FormattableString.Invariant($"row {pixel / layout.Width}, column {pixel % layout.Width}"),
            Enumerable.Range(0, layout.Channels).Select(channel => layout.IndexOf(pixel, channel)).ToArray()))]);

    /// <summary>Returns these features with some columns grouped into one feature, at the index of the first column.</summary>
    /// <param name="name">The name of the group.</param>
    /// <param name="columns">The numbers of the columns, counted from 0 in row-major order.</param>
    /// <exception cref="ArgumentException">No column is given, one is given twice or grouped already, or the name is in use.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public Features Group(string name, params IReadOnlyList<int> columns)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0)
            throw new ArgumentException($"The group '{name}' has no columns.", nameof(columns));
        RequireFree(name, columns);
        if (columns.Distinct().Count() != columns.Count)
            throw new ArgumentException($"The group '{name}' names a column twice: {string.Join(", ", columns)}.", nameof(columns));

        Feature[] grouped = [.. features.Where(feature => feature.Columns[0] == columns[0] || !columns.Contains(feature.Columns[0]))
            .Select(feature => feature.Columns[0] == columns[0] ? new Feature(name, [.. columns]) : feature)];
        if (grouped.Count(feature => feature.Name == name) > 1)
            throw new ArgumentException($"There is a feature named '{name}' already.", nameof(name));
        return new Features(columnNames, grouped);
    }

    /// <summary>Returns these features with some columns, given by their names, grouped into one feature.</summary>
    /// <inheritdoc cref="Group(string, IReadOnlyList{int})"/>
    public Features Group(string name, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return Group(name, [.. columns.Select(IndexOfColumn)]);

        int IndexOfColumn(string column) => Array.IndexOf(columnNames, column) is >= 0 and int index
            ? index
            : throw new ArgumentException($"There is no column '{column}'. There are: {string.Join(", ", columnNames)}.", nameof(columns));
    }

    /// <summary>Returns the indices of the columns of a feature, in row-major order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature.</exception>
    public IReadOnlyList<int> Columns(int feature)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(feature);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(feature, Count);
        return features[feature].Columns;
    }

    /// <summary>Returns the index of the feature of this name.</summary>
    /// <exception cref="ArgumentException">There is no such feature; the message lists the features.</exception>
    public int IndexOf(string name) => IndexOf(name, nameof(name));

    /// <summary>Returns the index of a feature that an argument of the caller names.</summary>
    internal int IndexOf(string name, string argument)
    {
        ArgumentNullException.ThrowIfNull(name, argument);
        int index = Array.FindIndex(features, feature => feature.Name == name);
        return index >= 0 ? index : throw new ArgumentException(
            $"There is no feature '{name}'. There are: {string.Join(", ", Names)}.", argument);
    }

    internal string ColumnName(int column) => columnNames[column];

    internal ReadOnlySpan<int> ColumnSpan(int feature) => features[feature].Columns;

    /// <summary>
    /// Returns features after a check that they fit the rows; if none are given, features by the names that the model has, or by indices,
    /// in groups of the values that its encoder makes of the same columns.
    /// </summary>
    /// <exception cref="ArgumentException">The number of values differs, or two features share a value.</exception>
    internal static Features For(Shape row, Features? features, Model? model)
    {
        if (features is null)
        {
            Features values = model?.FeatureNames is { } names && Named(row, names) is { } named ? named : Of(row);
            return EncodedColumns.Of(model, row) is { } columns ? columns.Group(values) : values;
        }

        if (features.Width != row.Size)
            throw new ArgumentException(
                $"The features name {features.Width} values; a row of shape {row} has {row.Size}.", nameof(features));
        return features.features.Sum(feature => feature.Columns.Length) == features.Width
            ? features
            : throw new ArgumentException(
                "The features are the columns of an explanation by columns, some of which share a cross; they cannot be explained apart. "
                + "By default, a cross is a feature of its own.", nameof(features));
    }

    /// <summary>Returns other features of the same values.</summary>
    internal Features Partition((string Name, int[] Columns)[] groups)
    {
        string[] names = [.. groups.Select(group => group.Name)];
        bool areDistinct = names.Distinct(StringComparer.Ordinal).Count() == names.Length;
        return new Features(columnNames, [.. groups.Select((group, index) => new Feature(
            areDistinct ? group.Name : FormattableString.Invariant($"{group.Name}[{index}]"), group.Columns))]);
    }

    /// <summary>Returns the index of a column of this name; null if there is none.</summary>
    internal int? FindColumn(string name) => Array.IndexOf(columnNames, name) is >= 0 and int index ? index : null;

    /// <summary>
    /// Returns the content of a feature in a row as text: its value; for a group, the name of the only column that is not 0, with its value
    /// unless that is 1.
    /// </summary>
    internal string Describe(int feature, ReadOnlySpan<float> row)
    {
        int[] columns = features[feature].Columns;
        if (columns.Length == 1)
            return Text(row[columns[0]]);
        var present = new List<int>();
        foreach (int column in columns)
        {
            if (row[column] != 0)
                present.Add(column);
        }

        return present is not [int only] ? FormattableString.Invariant($"{columns.Length} values")
            : row[only] == 1 ? columnNames[only]
            : $"{columnNames[only]} = {Text(row[only])}";
    }

    /// <summary>Returns a value as short text that still distinguishes small values from 0.</summary>
    internal static string Text(float value) => value == 0
        ? "0"
        : ((double)value).ToString(Math.Abs(value) is >= 1e-3f and < 1e10f ? "0.####" : "0.####E+0", CultureInfo.InvariantCulture);

    /// <summary>Returns whether a feature is the same in all rows.</summary>
    internal bool IsConstant(int feature, Tensor rows)
    {
        foreach (int column in features[feature].Columns)
        {
            for (int row = 1; row < rows.Rows; row++)
            {
                if (rows.Row(row)[column] != rows.Row(0)[column])
                    return false;
            }
        }

        return true;
    }

    /// <summary>Sums the values of the columns of each feature.</summary>
    internal double[] Sum(ReadOnlySpan<double> columnValues)
    {
        double[] sums = new double[Count];
        for (int i = 0; i < sums.Length; i++)
        {
            foreach (int column in features[i].Columns)
                sums[i] += columnValues[column];
        }

        return sums;
    }

    /// <summary>
    /// Creates features from names for each value of a row, or for each place of its last axis; null if the names fit neither.
    /// </summary>
    private static Features? Named(Shape row, IReadOnlyList<string> names)
    {
        if (names.Count == row.Size)
            return Tokens(names);
        if (row.Rank < 2 || names.Count != row.LastSize)
            return null;
        return Tokens([.. Enumerable.Range(0, row.Size).Select(
            column => FormattableString.Invariant($"{names[column % row.LastSize]}[{column / row.LastSize}]"))]);
    }

    private static string PlaceName(Shape row, int column)
    {
        string[] place = new string[row.Rank];
        for (int axis = row.Rank - 1, rest = column; axis >= 0; rest /= row[axis], axis--)
            place[axis] = (rest % row[axis]).ToString(CultureInfo.InvariantCulture);
        return row.Rank == 1 ? $"x{place[0]}" : $"x[{string.Join(",", place)}]";
    }

    private void RequireFree(string name, IReadOnlyList<int> columns)
    {
        foreach (int column in columns)
        {
            if ((uint)column >= (uint)Width)
                throw new ArgumentOutOfRangeException(
                    nameof(columns), column, $"The group '{name}' cannot have column {column}; there are columns 0 to {Width - 1}.");
            Feature owner = features.First(feature => feature.Columns.Contains(column));
            if (owner.Columns.Length > 1)
                throw new ArgumentException(
                    $"The column '{columnNames[column]}' cannot be in the group '{name}': it is in '{owner.Name}' already.",
                    nameof(columns));
        }
    }

    private static void RequireSizes(Shape shape, string name)
    {
        ArgumentNullException.ThrowIfNull(shape, name);
        if (!shape.All(size => size > 0 || size == Shape.Open))
            throw new ArgumentOutOfRangeException(name, $"'{name}' is the shape of a row, whose sizes are at least 1; it was {shape}.");
    }

    private static string[] RequireNames(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0 || names.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException("Features need a name for each value of a row, none of them empty.", nameof(names));
        string[] repeated = [.. names.GroupBy(name => name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1).Select(group => group.Key)];
        return repeated.Length == 0
            ? [.. names]
            : throw new ArgumentException(
                $"Each value of a row needs a name of its own; given more than once: {string.Join(", ", repeated)}. "
                + "Features.Tokens takes the tokens of a text, which may repeat.", nameof(names));
    }

    private sealed record Feature(string Name, int[] Columns);
}
