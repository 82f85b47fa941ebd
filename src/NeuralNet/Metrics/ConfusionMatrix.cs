using System.Globalization;
using System.Numerics.Tensors;
using System.Text;

namespace NeuralNet;

/// <summary>
/// The counts of samples by true class (rows) and predicted class (columns). <see cref="ToString"/> returns a table with the recall of each
/// row, the precision of each column and the accuracy.
/// </summary>
public sealed class ConfusionMatrix
{
    /// <summary>The maximum number of classes, whose pairs still fit in one array.</summary>
    private const int MaxClasses = 1 << 15;

    private readonly int[] counts;
    private readonly string[] names;

    /// <summary>Creates a matrix from class numbers.</summary>
    /// <param name="actual">The true classes, counted from 0.</param>
    /// <param name="predicted">The predicted classes, one for each true one.</param>
    /// <param name="classNames">The names of the classes; by default the numbers up to the maximum that occurs.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or contain a number that is not a class.</exception>
    public ConfusionMatrix(IReadOnlyList<int> actual, IReadOnlyList<int> predicted, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(predicted);
        if (actual.Count != predicted.Count)
            throw new ArgumentException(
                $"There are {actual.Count} true classes and {predicted.Count} predicted ones; there must be as many.", nameof(predicted));
        long classes = classNames is null ? actual.Concat(predicted).DefaultIfEmpty(0).Max() + 1L : Require.NoNulls(classNames).Count;
        if (classes > MaxClasses)
            throw new ArgumentException($"Class {classes - 1} is beyond the {MaxClasses} classes that a table can hold. Number the "
                + "classes from 0.", nameof(actual));
        Classes = (int)classes;
        names = [.. classNames ?? Numbers(Classes)];
        counts = new int[Classes * Classes];
        for (int i = 0; i < actual.Count; i++)
            counts[Check(actual[i], nameof(actual)) * Classes + Check(predicted[i], nameof(predicted))]++;

        int Check(int label, string list) => (uint)label < (uint)Classes
            ? label
            : throw new ArgumentException($"{label} is not the number of a class; there are {Classes} classes, numbered from 0.", list);
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of samples.</summary>
    public int Total => counts.Sum();

    /// <summary>The fraction of samples whose class is predicted; 0 if there are no samples.</summary>
    public double Accuracy => Ratio(Enumerable.Range(0, Classes).Sum(i => this[i, i]), Total);

    /// <summary>The number of samples of a class that are predicted as a given class.</summary>
    public int this[int actual, int predicted] => counts[Index(actual) * Classes + Index(predicted)];

    /// <summary>
    /// Creates a matrix from the predictions of a model: with one output, class 1 above the threshold and class 0 otherwise; with several,
    /// the class of the maximum output. Targets are class numbers or one-hot rows.
    /// </summary>
    /// <param name="target">The targets.</param>
    /// <param name="prediction">The model's predictions.</param>
    /// <param name="threshold">The threshold of a single output, 0.5 by default.</param>
    /// <param name="classNames">The names of the classes; their numbers by default.</param>
    /// <exception cref="ArgumentException">The numbers of rows differ, or a target is not a class.</exception>
    public static ConfusionMatrix From(Tensor target, Tensor prediction, float threshold = 0.5f, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        Require.Finite(threshold);
        int outputs = prediction.Rank < 2 ? 1 : prediction.Shape.Last, rows = prediction.Length / Math.Max(1, outputs);
        bool isOneHot = outputs > 1 && target.Length == prediction.Length;
        if (!isOneHot && target.Length != rows)
            throw new ArgumentException(
                $"The targets have the shape {target.Shape}; predictions of shape {prediction.Shape} take {rows} class numbers, or "
                    + "one-hot rows.",
                nameof(target));
        int notNumber = IndexOfNaN(prediction.Data);
        if (notNumber >= 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Row {notNumber / outputs} of the predictions contains NaN, which "
                + $"is neither above nor below a threshold."), nameof(prediction));
        var actual = new int[rows];
        var predicted = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            actual[i] = isOneHot
                ? TensorPrimitives.IndexOfMax<float>(target.Data.Slice(i * outputs, outputs))
                : ClassNumber(target.Data[i], i);
            predicted[i] = outputs > 1
                ? TensorPrimitives.IndexOfMax<float>(prediction.Data.Slice(i * outputs, outputs))
                : prediction.Data[i] > threshold ? 1 : 0;
        }

        return new ConfusionMatrix(actual, predicted, classNames ?? Numbers(Math.Max(2, outputs)));
    }

    /// <summary>Returns the fraction of the predictions of a class that are correct; 0 if there are none.</summary>
    public double Precision(int classNumber) =>
        Ratio(this[classNumber, classNumber], Enumerable.Range(0, Classes).Sum(actual => this[actual, classNumber]));

    /// <summary>Returns the fraction of the samples of a class that are predicted as that class; 0 if there are none.</summary>
    public double Recall(int classNumber) => Ratio(this[classNumber, classNumber], Support(classNumber));

    /// <summary>Returns the number of samples of a class.</summary>
    public int Support(int classNumber) => Enumerable.Range(0, Classes).Sum(predicted => this[classNumber, predicted]);

    /// <summary>
    /// Returns a table with a row for each true class and its recall, and a last row with the precision of each predicted class and the
    /// accuracy.
    /// </summary>
    public override string ToString()
    {
        string[] heads = ["actual \\ predicted", .. names, "recall"];
        var lines = new List<string[]> { heads };
        for (int actual = 0; actual < Classes; actual++)
            lines.Add([names[actual], .. Enumerable.Range(0, Classes).Select(k => Number(this[actual, k])), Share(Recall(actual))]);
        lines.Add(["precision", .. Enumerable.Range(0, Classes).Select(k => Share(Precision(k))), Share(Accuracy)]);

        int[] widths = [.. heads.Select((_, column) => lines.Max(line => line[column].Length))];
        var table = new StringBuilder();
        foreach (string[] line in lines)
        {
            table.AppendJoin("  ", line.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column])));
            table.Append('\n');
        }

        return table.ToString().TrimEnd('\n');
    }

    private static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(Number)];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Share(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    private static int ClassNumber(float label, int row) => label >= 0 && label == MathF.Floor(label) && label < int.MaxValue
        ? (int)label
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"Row {row} of the targets is {label}, which is not the number of a "
            + $"class."), "target");

    private int Index(int classNumber) => (uint)classNumber < (uint)Classes
        ? classNumber
        : throw new ArgumentOutOfRangeException(nameof(classNumber), classNumber, $"There are {Classes} classes, numbered from 0.");

    private static int IndexOfNaN(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
                return i;
        }

        return -1;
    }
}
