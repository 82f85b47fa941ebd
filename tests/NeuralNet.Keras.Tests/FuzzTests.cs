using System.Buffers.Binary;

namespace NeuralNet.Keras.Tests;

/// <summary>
/// Tests files of Keras with random changes with fixed seeds: each loads or throws a <see cref="ModelFileException"/> with the name of the
/// file, ends, and takes no more memory than its length justifies.
/// </summary>
[Trait("Category", "Slow")]
public class FuzzTests
{
    private const int FilesPerSeed = 150;

    private static readonly byte[][] Originals =
    [
        Reference("compiled.keras"), Reference("nested.keras"), Reference("two_branch.weights.h5"), Reference("legacy_sequential.h5"),
        Reference("legacy_functional.h5"), Written(),
    ];

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
        Model target = KerasModel.Load(ReferenceModel.PathOf("two_branch.keras"));
        float[][] before = [.. target.Parameters.Select(parameter => parameter.Value.ToArray())];
        for (int i = 0; i < FilesPerSeed; i++)
        {
            int original = random.Next(Originals.Length);
            byte[] file = Change(Originals[original], random);
            string what = $"Seed {seed}, file {i} from {original}";
            IsLoaded(file, what, () => KerasModel.Load(file, "changed.keras"));
            if (!IsLoaded(file, what, () => KerasModel.LoadWeights(target, file, "changed.keras")))
                Assert.Equal(before, target.Parameters.Select(parameter => parameter.Value.ToArray()));
            before = [.. target.Parameters.Select(parameter => parameter.Value.ToArray())];
        }
    }

    private static bool IsLoaded(byte[] file, string what, Action load)
    {
        string? refusal = null;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            load();
        }
        catch (ModelFileException exception)
        {
            refusal = exception.Message;
            Assert.StartsWith("'changed.keras' cannot be read: ", refusal, StringComparison.Ordinal);
        }
        catch (Exception exception)
        {
            Assert.Fail($"{what}: {exception}");
        }

        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(taken < 2_000_000 + 60L * file.Length, $"{what}: {taken} bytes were taken for a file of {file.Length}: {refusal}");
        return refusal is null;
    }

    private static byte[] Change(byte[] original, Random random)
    {
        byte[] file = [.. original];
        for (int count = Math.Max(1, random.Next(4) - 1); count > 0 && file.Length > 8; count--)
        {
            file = random.Next(8) switch
            {
                0 => file[..random.Next(file.Length)],
                1 or 2 => FlipBits(file, random),
                3 => Splice(file, random),
                4 => ReplaceByte(file, random),
                _ => ReplaceAddress(file, random),
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

    private static byte[] ReplaceByte(byte[] file, Random random)
    {
        int start = MetadataStart(file, random);
        file[start] = (byte)random.Next(256);
        return file;
    }

    /// <summary>Replaces eight bytes that look like an address or a length with another one of the file.</summary>
    private static byte[] ReplaceAddress(byte[] file, Random random)
    {
        int start = Math.Min(MetadataStart(file, random) / 8 * 8, file.Length - 8);
        for (int tries = 0; tries < 50 && BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(start)) > (ulong)file.Length; tries++)
            start = random.Next(file.Length / 8) * 8;
        ulong[] values =
        [
            0, 1, ulong.MaxValue, int.MaxValue, (ulong)file.Length, (ulong)start, (ulong)(random.Next(file.Length / 8) * 8),
            BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(random.Next(file.Length / 8) * 8)),
        ];
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(start), values[random.Next(values.Length)]);
        return file;
    }

    private static int MetadataStart(byte[] file, Random random) =>
        random.Next(2) == 0 ? random.Next(Math.Min(file.Length, 3000)) : random.Next(file.Length);

    private static byte[] Splice(byte[] file, Random random)
    {
        byte[] other = Originals[random.Next(Originals.Length)];
        int from = random.Next(other.Length), length = random.Next(1, Math.Min(400, other.Length - from) + 1);
        int to = random.Next(file.Length);
        other.AsSpan(from, Math.Min(length, file.Length - to)).CopyTo(file.AsSpan(to));
        return file;
    }

    private static byte[] Reference(string name) => File.ReadAllBytes(ReferenceModel.PathOf(name));

    /// <summary>Returns a file that this library wrote.</summary>
    private static byte[] Written()
    {
        string path = Path.GetTempFileName();
        KerasModel.Load(ReferenceModel.PathOf("two_branch.keras")).SaveKeras(path);
        byte[] file = File.ReadAllBytes(path);
        File.Delete(path);
        return file;
    }
}
