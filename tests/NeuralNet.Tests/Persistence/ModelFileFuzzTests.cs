using System.Text;

namespace NeuralNet.Tests;

/// <summary>
/// Tests valid files with 20,000 random changes with fixed seeds: each loads or throws a <see cref="ModelFileException"/>, and takes no
/// more memory than its length justifies. Half of the changed files get a valid checksum, to test the code after its validation.
/// </summary>
[Trait("Category", "Slow")]
public class ModelFileFuzzTests
{
    private const int FilesPerSeed = 2_500;

    private static readonly byte[][] Originals = [Trained(), TwoBranches(), Chain()];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void EveryChangedFileLoadsOrIsRefused(int seed)
    {
        var random = new Random(seed);
        var target = new Sequential(3, seed: 1).Dense(2, name: "dense");
        float[] before = target.Parameters[0].Value.ToArray();
        for (int i = 0; i < FilesPerSeed; i++)
        {
            byte[] file = Change(Originals[random.Next(Originals.Length)], random);
            if (random.Next(2) == 0)
                file = SafetensorsBytes.Resealed(file);
            LoadOutcome.IsLoaded(file, $"Seed {seed}, file {i}", () => SafetensorsBytes.Load(file));
            Assert.False(LoadOutcome.IsLoaded(file, $"Seed {seed}, file {i}", () => target.LoadWeights(new MemoryStream(file))));
        }

        Assert.Equal(before, target.Parameters[0].Value.ToArray());
    }

    private static byte[] Change(byte[] original, Random random)
    {
        byte[] file = [.. original];
        int changes = Math.Max(1, random.Next(4) - 1);
        for (int i = 0; i < changes && file.Length > 0; i++)
        {
            file = random.Next(12) switch
            {
                0 => FlipBits(file, random),
                1 => file[..random.Next(file.Length)],
                2 => Splice(file, random),
                3 => SetLength(file, random),
                4 => EditHeader(file, random, ReplaceNumber),
                5 => EditHeader(file, random, ReplaceToken),
                6 => EditHeader(file, random, DeleteRange),
                7 => EditHeader(file, random, CopyRange),
                8 or 9 => EditModel(file, random, ReplaceNumber),
                _ => EditModel(file, random, ReplaceToken),
            };
        }

        return file;
    }

    private static byte[] FlipBits(byte[] file, Random random)
    {
        for (int count = random.Next(1, 5); count > 0; count--)
            file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
        return file;
    }

    private static byte[] Splice(byte[] file, Random random)
    {
        byte[] other = Originals[random.Next(Originals.Length)];
        int from = random.Next(other.Length), length = random.Next(1, Math.Min(200, other.Length - from) + 1),
            to = random.Next(file.Length);
        return [.. file.AsSpan(0, to), .. other.AsSpan(from, length), .. file.AsSpan(Math.Min(file.Length, to + random.Next(2) * length))];
    }

    private static byte[] SetLength(byte[] file, Random random)
    {
        if (file.Length >= 8)
            BitConverter.TryWriteBytes(file, random.NextInt64(random.Next(2) == 0 ? 4000 : long.MaxValue));
        return file;
    }

    /// <summary>Changes the text of the header and its length.</summary>
    private static byte[] EditHeader(byte[] file, Random random, Func<string, Random, string> edit)
    {
        long length = file.Length >= 8 ? BitConverter.ToInt64(file) : -1;
        if (length <= 0 || length > file.Length - 8)
            return file;
        string header = edit(Encoding.UTF8.GetString(file, 8, (int)length), random);
        return SafetensorsBytes.Of(header, file[(8 + (int)length)..]);
    }

    /// <summary>Changes only the architecture; does not change a file that is damaged already.</summary>
    private static byte[] EditModel(byte[] file, Random random, Func<string, Random, string> edit)
    {
        try
        {
            return SafetensorsBytes.Edited(file, FileMetadata.ModelKey, text => edit(text, random));
        }
        catch (Exception)
        {
            return file;
        }
    }

    private static string ReplaceNumber(string text, Random random)
    {
        string[] numbers = ["0", "-1", "1", "2147483647", "4294967296", "9223372036854775807", "1e308", "1e999", "0.5", "null", "99999999999999999999"];
        int from = random.Next(text.Length), place = text.AsSpan(from).IndexOfAnyInRange('0', '9') + from;
        if (place < from)
            return text;
        int end = place;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return string.Concat(text.AsSpan(0, place), numbers[random.Next(numbers.Length)], text.AsSpan(end));
    }

    private static string ReplaceToken(string text, Random random)
    {
        string[] tokens = text.Split('"');
        tokens[random.Next(tokens.Length)] = tokens[random.Next(tokens.Length)];
        return string.Join('"', tokens);
    }

    private static string DeleteRange(string text, Random random)
    {
        int start = random.Next(text.Length);
        return text.Remove(start, random.Next(1, Math.Min(80, text.Length - start) + 1));
    }

    private static string CopyRange(string text, Random random)
    {
        int start = random.Next(text.Length);
        string range = text.Substring(start, random.Next(1, Math.Min(300, text.Length - start) + 1));
        return text.Insert(random.Next(2) == 0 ? start : random.Next(text.Length), range);
    }

    private static byte[] Trained()
    {
        var model = new Sequential(3, seed: 7).Dense(4, "relu", kernelRegularizer: "l2").Dropout(0.5f).Dense(2, "softmax");
        model.Compile(new Adam { ClipNorm = 1 }, "categorical_crossentropy", "accuracy", "mse");
        model.Labels = ["a", "b"];
        model.FeatureNames = ["x", "y", "z"];
        var y = new Tensor([4, 2]);
        for (int i = 0; i < 4; i++)
            y[i, i % 2] = 1;
        model.Fit(new Tensor([4, 3]), y, epochs: 1, verbose: Verbosity.Silent);
        return SafetensorsBytes.Saved(model);
    }

    private static byte[] TwoBranches()
    {
        var left = new Input([2, 2], seed: 7, name: "left");
        var right = new Input(4, name: "right");
        var shared = new Dense(3, "tanh", name: "shared");
        Node second = right.Dense(4).Add(shared), first = left.Flatten().Add(shared);
        var model = new Model([left, right], [first.Concatenate(second).Dense(1), first.Add(second).Activation("sigmoid")]);
        model.Compile(new SGD(0.1f, momentum: 0.9f), "mse", "mae");
        return SafetensorsBytes.Saved(model);
    }

    private static byte[] Chain()
    {
        var model = new Sequential([2, 3], seed: 3).Flatten();
        for (int i = 0; i < 6; i++)
            model.Dense(2, "sigmoid", useBias: i % 2 == 0);
        return SafetensorsBytes.Saved(model);
    }
}
