using NeuralNet;

/// <summary>Digits to learn from and digits to read: pixels, and classes from 0 to 4.</summary>
internal sealed record DigitTask(Tensor TrainX, Tensor TrainY, Tensor TestX, Tensor TestY)
{
    /// <summary>The number of classes of a task.</summary>
    public const int Classes = 5;

    /// <summary>Returns the task of the digits from <paramref name="first"/> on, with some examples of each class for the training.</summary>
    public static DigitTask Of(Tensor pixels, Tensor digits, int first, int examplesPerClass, int seed)
    {
        var random = new Random(seed);
        int[][] byClass = [.. Enumerable.Range(first, Classes).Select(digit =>
            Enumerable.Range(0, digits.Shape[0]).Where(row => digits[row, 0] == digit).OrderBy(_ => random.Next()).ToArray())];
        int[] train = [.. byClass.SelectMany(rows => rows[..examplesPerClass])];
        int[] test = [.. byClass.SelectMany(rows => rows[examplesPerClass..])];
        return new DigitTask(pixels.Gather(train), ClassesOf(train), pixels.Gather(test), ClassesOf(test));

        Tensor ClassesOf(int[] rows) => new([rows.Length, 1], [.. rows.Select(row => digits[row, 0] - first)]);
    }
}
