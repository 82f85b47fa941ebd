using System.Text;
using BenchmarkDotNet.Attributes;
using NeuralNet.Data;
using NeuralNet.Text;

namespace NeuralNet.Benchmarks;

/// <summary>
/// The e-mails of samples/data/spam-assassin.tsv.gz, four times (10 MB of UTF-8), as indices of 200 tokens, as all indices, as counts of
/// words and pairs of words, and the learning of the vocabulary. Megabytes a second on one core: 10.3 divided by the seconds.
/// </summary>
[MemoryDiagnoser]
public class TextBenchmarks
{
    private const int Repetitions = 4;

    private string[] texts = [];
    private TextVectorization fixedLength = null!, ragged = null!, counts = null!;

    [GlobalSetup]
    public void Setup()
    {
        Table table = Table.ReadCsv(Path.Combine(AppContext.BaseDirectory, "spam-assassin.tsv.gz"));
        string[] mails = [.. Enumerable.Range(0, table.RowCount).Select(row => table["text"].GetText(row))];
        texts = [.. Enumerable.Repeat(mails, Repetitions).SelectMany(all => all)];
        fixedLength = new TextVectorization(maxTokens: 20_000, outputSequenceLength: 200).Adapt(mails);
        ragged = new TextVectorization(maxTokens: 20_000).Adapt(mails);
        counts = new TextVectorization(maxTokens: 1_000, ngrams: [1, 2], outputMode: TextOutputMode.Count).Adapt(mails);
        long bytes = texts.Sum(text => (long)Encoding.UTF8.GetByteCount(text));
        Console.WriteLine(FormattableString.Invariant($"{bytes / 1e6:F1} MB of UTF-8."));
    }

    [Benchmark(Baseline = true)]
    public Tensor Indices() => fixedLength.Encode(texts);

    [Benchmark]
    public IReadOnlyList<int[]> RaggedIndices() => ragged.EncodeRagged(texts);

    [Benchmark]
    public Tensor CountsOfPairs() => counts.Encode(texts);

    [Benchmark]
    public TextVectorization Adapt() => new TextVectorization(maxTokens: 20_000).Adapt(texts);
}
